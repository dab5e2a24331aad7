package org.datanet.node.libp2p.jvm;

import io.libp2p.core.P2PChannel;
import io.libp2p.core.multistream.ProtocolBinding;
import io.libp2p.core.multistream.ProtocolDescriptor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;

/** Our protocols as jvm-libp2p settles them, on either side. */
final class StreamBinding implements ProtocolBinding<Stream> {

  private final ProtocolDescriptor descriptor;
  private final StreamHandler handler;
  private final int sendBufferBytesMax;

  /**
   * @param protocols in order of preference
   */
  StreamBinding(List<String> protocols, StreamHandler handler, int sendBufferBytesMax) {
    this.descriptor = new ProtocolDescriptor(protocols);
    this.handler = handler;
    this.sendBufferBytesMax = sendBufferBytesMax;
  }

  @Override
  public ProtocolDescriptor getProtocolDescriptor() {
    return descriptor;
  }

  @Override
  public CompletableFuture<Stream> initChannel(P2PChannel channel, String protocol) {
    return JvmStream.attach((io.libp2p.core.Stream) channel, protocol, handler, sendBufferBytesMax);
  }
}
