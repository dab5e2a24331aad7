package org.datanet.testnet.bench;

/** Hears how a measurement gets on, from one thread. */
public interface BenchListener {

  /**
   * A stretch of work begins, and the one before is over.
   *
   * @param steps how many it has
   */
  void begins(String task, long steps);

  /** {@code done} of the steps; {@code note} says what is being done. */
  void reached(long done, String note);
}
