package org.datanet.cli.terminal;

/** How far a long work is. */
public interface Progress extends AutoCloseable {

  /** The total, once it is known better than at the start. */
  void of(long total);

  /** {@code done} of the total; {@code note} says what is being done. */
  void to(long done, String note);

  @Override
  void close();
}
