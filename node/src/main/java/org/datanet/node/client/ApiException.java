package org.datanet.node.client;

import java.io.IOException;

/** A call that did not succeed: nobody answered, or the node refused. */
public abstract sealed class ApiException extends IOException
    permits ApiUnreachableException, ApiRefusedException {

  private static final long serialVersionUID = 1L;

  ApiException(String message) {
    super(message);
  }

  ApiException(String message, Throwable cause) {
    super(message, cause);
  }
}
