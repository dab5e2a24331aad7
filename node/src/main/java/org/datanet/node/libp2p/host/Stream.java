package org.datanet.node.libp2p.host;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * One bidirectional stream on a multiplexed, secured connection, after multistream-select has
 * settled its protocol. All callbacks of a stream run on the event loop of its connection, one at a
 * time; its methods may be called from any thread.
 */
public interface Stream {

  PeerId remotePeer();

  /** The protocol that multistream-select settled, such as {@code /meshsub/1.1.0}. */
  String protocol();

  /** True where this side opened the stream. */
  boolean isOutbound();

  /**
   * Queues bytes in order and takes over the buffer's reference. The stage completes when the bytes
   * were handed to the socket; it fails, and the stream is reset, when the stream is closed or its
   * bounded send buffer would overflow. Bytes wait here while the remote's window is used up.
   */
  CompletionStage<Void> write(ByteBuf data);

  /** Bytes queued and not yet handed to the socket. */
  int pendingBytes();

  /** Half-closes: no more writes from here, reading goes on. */
  void closeWrite();

  /** Writes and half-closes in one: where the transport can, the end goes out with the bytes. */
  default CompletionStage<Void> writeLast(ByteBuf data) {
    CompletionStage<Void> written = write(data);
    closeWrite();
    return written;
  }

  /** Ends both directions at once and drops what is queued. */
  void reset();

  /**
   * While false, received bytes stay within the stream's receive window and the remote gets no more
   * credit: back-pressure reaches its socket. Over QUIC a reset by the remote is noticed only when
   * reading or writing goes on.
   */
  void setReading(boolean reading);

  /**
   * What a protocol does with a stream. Buffers belong to the caller and are released after the
   * call.
   */
  interface Listener {

    void onData(Stream stream, ByteBuf data);

    /** The remote half-closed; no more data comes. */
    void onRemoteClose(Stream stream);

    /** The stream is over, in either way; nothing else is called after this. */
    void onClosed(Stream stream);
  }
}
