package org.datanet.testnet.lines;

/** What a process answered with, or that it answers no more. */
public final class LineFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LineFailure(String message) {
    super(message);
  }
}
