package org.datanet.node.libp2p.yamux;

import java.io.IOException;

/** The remote broke Yamux's rules, or the session or stream is over. */
public final class YamuxException extends IOException {
  private static final long serialVersionUID = 1L;

  YamuxException(String message) {
    super(message);
  }
}
