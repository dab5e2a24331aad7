package org.datanet.node.libp2p.transport;

import io.netty.util.concurrent.EventExecutor;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/** A secured connection to a proven peer that carries many streams. Any thread. */
public interface MuxedConnection {

  PeerId remotePeer();

  Multiaddr remoteAddress();

  boolean isOutbound();

  /** Name of the transport, such as {@code tcp}. */
  String transport();

  /** The event loop on which everything of this connection happens. */
  EventExecutor eventLoop();

  /** False once its socket is closed or closing. */
  boolean isOpen();

  /**
   * Opens a stream, which its listener is told of on the event loop: {@code onOpened}, or {@code
   * onClosed} alone where it cannot be opened.
   */
  void open(MuxedStream.Listener listener);

  /** Says good-bye and closes. */
  void close(String reason);

  /** Who owns a connection. Event loop only. */
  interface Listener {

    /** It is ready for streams. Called first. */
    void onOpened();

    /** The remote opened a stream. */
    MuxedStream.Listener onStream();

    /** It is over, and so are its streams. Called once, and last. */
    void onClosed(String reason);
  }
}
