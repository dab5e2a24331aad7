package org.datanet.node.libp2p.transport;

import java.io.IOException;

/** The host or its machine lacks what a transport needs; others may do. */
public final class TransportUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  public TransportUnavailableException(String message) {
    super(message);
  }

  public TransportUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
