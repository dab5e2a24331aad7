package org.datanet.node.libp2p.reqresp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.streams.Frames;

/** A stream whose request is one too many: refused before it is read, so that it costs nothing. */
final class BusyStream implements Stream.Listener {

  private static final byte[] MESSAGE =
      "too many requests at once".getBytes(StandardCharsets.UTF_8);

  private BusyStream() {}

  static BusyStream refusing(Stream stream) {
    stream.write(Frames.buffer(1).writeByte(Reply.Refused.BUSY));
    stream.writeLast(Frames.encode(MESSAGE));
    return new BusyStream();
  }

  @Override
  public void onData(Stream stream, ByteBuf data) {
    // The request, which nobody reads; the stream ends with its end.
  }

  @Override
  public void onRemoteClose(Stream stream) {
    // Both sides have closed.
  }

  @Override
  public void onClosed(Stream stream) {
    // nothing is held
  }
}
