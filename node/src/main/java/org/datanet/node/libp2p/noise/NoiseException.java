package org.datanet.node.libp2p.noise;

import java.io.IOException;

/** The remote broke the secure channel's rules; the connection ends. */
public final class NoiseException extends IOException {
  private static final long serialVersionUID = 1L;

  NoiseException(String message) {
    super(message);
  }

  NoiseException(String message, Throwable cause) {
    super(message, cause);
  }
}
