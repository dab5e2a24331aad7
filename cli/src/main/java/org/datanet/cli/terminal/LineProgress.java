package org.datanet.cli.terminal;

/** For logs: a line where a note changes or a tenth of the work is done. */
final class LineProgress implements Progress {

  private final Terminal terminal;
  private final String task;
  private long total;
  private long tenth = -1;
  private String lastNote = "";

  LineProgress(Terminal terminal, String task, long total) {
    this.terminal = terminal;
    this.task = task;
    this.total = total;
  }

  @Override
  public void of(long better) {
    total = better;
  }

  @Override
  public void to(long done, String note) {
    long nowTenth = total == 0 ? 10 : done * 10 / total;
    if (nowTenth == tenth && note.equals(lastNote)) {
      return;
    }
    tenth = nowTenth;
    lastNote = note;
    terminal.say(
        "%s: %,d of %,d%s".formatted(task, done, total, note.isEmpty() ? "" : ", " + note));
  }

  @Override
  public void close() {
    // Every line stands by itself.
  }
}
