package org.datanet.node.libp2p.multistream;

import java.io.IOException;

/** The two ends of a connection did not agree on a protocol, or one of them does not negotiate. */
public final class NegotiationException extends IOException {
  private static final long serialVersionUID = 1L;

  NegotiationException(String message) {
    super(message);
  }
}
