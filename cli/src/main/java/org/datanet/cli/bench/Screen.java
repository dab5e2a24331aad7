package org.datanet.cli.bench;

import java.util.Optional;
import org.datanet.cli.terminal.Progress;
import org.datanet.cli.terminal.Terminal;
import org.datanet.testnet.bench.BenchListener;

/** A bar for each stretch of a measurement, on the error stream. */
final class Screen implements BenchListener, AutoCloseable {

  private final Terminal terminal;
  private Optional<Progress> progress = Optional.empty();

  Screen(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void begins(String task, long steps) {
    close();
    progress = Optional.of(terminal.progress(task, steps));
  }

  @Override
  public void reached(long done, String note) {
    progress.ifPresent(bar -> bar.to(done, note));
  }

  @Override
  public void close() {
    progress.ifPresent(Progress::close);
    progress = Optional.empty();
  }
}
