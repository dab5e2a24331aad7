package org.datanet.cli.session;

import java.io.IOException;

/** The command cannot go on; the message says what is wrong and what to do next. */
public final class FailedException extends IOException {
  private static final long serialVersionUID = 1L;

  public FailedException(String message) {
    super(message);
  }

  public FailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
