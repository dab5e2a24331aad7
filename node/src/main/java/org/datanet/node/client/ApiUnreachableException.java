package org.datanet.node.client;

/** Nobody answered at the address, not in time, or not as a node does. */
public final class ApiUnreachableException extends ApiException {

  private static final long serialVersionUID = 1L;

  ApiUnreachableException(String message) {
    super(message);
  }

  ApiUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
