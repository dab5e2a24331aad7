package org.datanet.node.libp2p.transport;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;

/** One stream of a connection, before any protocol is settled on it. Any thread. */
public interface MuxedStream {

  /** True where this side opened it. */
  boolean isOutbound();

  /**
   * Queues bytes and takes over the buffer's reference.
   *
   * @return completes when the bytes were handed on to the socket; fails when the stream is over or
   *     its send buffer is full, which resets it
   */
  CompletionStage<Void> write(ByteBuf data);

  /** Bytes accepted by {@link #write} and not yet handed on to the socket. */
  int pendingBytes();

  /** Half-closes once what is queued has been sent. */
  void closeWrite();

  /** Writes and half-closes in one: where the transport can, the end goes out with the bytes. */
  default CompletionStage<Void> writeLast(ByteBuf data) {
    CompletionStage<Void> written = write(data);
    closeWrite();
    return written;
  }

  /** Ends both directions at once. */
  void reset();

  /**
   * While false, received bytes stay within a bounded window, and the remote gets no credit. Some
   * transports notice a reset by the remote only when reading goes on.
   */
  void setReading(boolean reading);

  /** Who owns a stream. Event loop only; buffers belong to the caller. */
  interface Listener {

    /** The stream is there. Called first; bytes of the remote come later. */
    void onOpened(MuxedStream stream);

    void onData(ByteBuf data);

    /** The remote half-closed. */
    void onRemoteClose();

    /** The stream is over; nothing else is called after this. */
    void onClosed(String reason);
  }
}
