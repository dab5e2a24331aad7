package org.datanet.cli.terminal;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws itself on the error stream. */
final class BarProgress implements Progress {

  private static final int REDRAW_MS = 200;

  private final ProgressBar bar;

  BarProgress(String task, long total) {
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MS)
            .build();
  }

  @Override
  public void of(long total) {
    bar.maxHint(total);
  }

  @Override
  public void to(long done, String note) {
    bar.stepTo(done);
    bar.setExtraMessage(note);
  }

  @Override
  public void close() {
    bar.close();
  }
}
