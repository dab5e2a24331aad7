package org.datanet.node.libp2p.jvm;

import io.libp2p.core.P2PChannel;
import io.libp2p.transport.implementation.P2PChannelOverNetty;
import io.netty.channel.Channel;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/** What both sides have a type for, from one to the other. */
final class JvmTypes {

  private JvmTypes() {}

  static Channel channel(P2PChannel channel) {
    return ((P2PChannelOverNetty) channel).getNettyChannel();
  }

  static PeerId ours(io.libp2p.core.PeerId peer) {
    return PeerId.decode(peer.getBytes())
        .orElseThrow(() -> new IllegalStateException("proven, but no peer id: " + peer));
  }

  static io.libp2p.core.PeerId theirs(PeerId peer) {
    return new io.libp2p.core.PeerId(peer.bytes());
  }

  static Multiaddr ours(io.libp2p.core.multiformats.Multiaddr address) {
    return Multiaddr.parse(address.toString());
  }

  static io.libp2p.core.multiformats.Multiaddr theirs(Multiaddr address) {
    return new io.libp2p.core.multiformats.Multiaddr(address.toString());
  }

  /** What was the matter at the bottom, as the {@link IOException} that our ports promise. */
  static IOException failure(String what, Throwable failure) {
    Throwable root = root(failure);
    String reason = Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
    return new IOException(what + ": " + reason, root);
  }

  static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wraps =
        failure instanceof CompletionException
            || failure instanceof ExecutionException
            || failure instanceof io.libp2p.etc.types.NonCompleteException;
    return wraps && cause != null ? root(cause) : failure;
  }
}
