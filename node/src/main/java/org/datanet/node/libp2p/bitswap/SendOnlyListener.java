package org.datanet.node.libp2p.bitswap;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.datanet.node.libp2p.host.Stream;

/** For our own streams: a peer answers on streams of its own. */
record SendOnlyListener(Consumer<Stream> closed) implements Stream.Listener {

  @Override
  public void onData(Stream stream, ByteBuf data) {
    stream.reset();
  }

  @Override
  public void onRemoteClose(Stream stream) {
    // The peer closes the direction that it does not use.
  }

  @Override
  public void onClosed(Stream stream) {
    closed.accept(stream);
  }
}
