package org.datanet.node.api;

import java.io.IOException;

/** Another program listens on the port. */
public final class PortInUseException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int port;

  PortInUseException(String host, int port, Throwable cause) {
    super("port " + port + " of " + host + " is in use by another program", cause);
    this.port = port;
  }

  public int port() {
    return port;
  }
}
