package org.datanet.node.libp2p.streams;

import io.netty.buffer.ByteBuf;
import org.datanet.node.libp2p.host.Stream;

/** Takes everything and says nothing. */
public final class Silence implements Stream.Listener {

  @Override
  public void onData(Stream stream, ByteBuf data) {
    // says nothing
  }

  @Override
  public void onRemoteClose(Stream stream) {
    // says nothing
  }

  @Override
  public void onClosed(Stream stream) {
    // holds nothing
  }
}
