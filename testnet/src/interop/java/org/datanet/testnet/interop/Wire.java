package org.datanet.testnet.interop;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/** What carries the bytes between a peer of another implementation and ours, as tests name it. */
enum Wire {
  TCP("tcp", "/ip4/127.0.0.1/tcp/0", "/noise", "/yamux/1.0.0"),
  QUIC("quic", "/ip4/127.0.0.1/udp/0/quic-v1", "native", "quic");

  private final String transport;
  private final String listen;
  private final String encryption;
  private final String multiplexer;

  Wire(String transport, String listen, String encryption, String multiplexer) {
    this.transport = transport;
    this.listen = listen;
    this.encryption = encryption;
    this.multiplexer = multiplexer;
  }

  /** The name that connections of ours show, and that {@code host.mjs} knows. */
  String transport() {
    return transport;
  }

  /** A free port of loopback. */
  Multiaddr anyPort() {
    return Multiaddr.parse(listen);
  }

  /** Where an address of this kind leads; empty for the other kind. */
  Optional<InetSocketAddress> target(Multiaddr address) {
    return this == TCP ? address.tcpAddress() : address.quicAddress();
  }

  /** How js-libp2p tells that a stream was reset: over QUIC it takes it for an end. */
  String eventOfReset() {
    return this == TCP ? "failed" : "ended";
  }

  /** The error that comes with it; none comes with an end. */
  String reasonOfReset() {
    return this == TCP ? "StreamResetError" : "";
  }

  /** What a connection of js-libp2p says that it is encrypted by. */
  String encryption() {
    return encryption;
  }

  /** What a connection of js-libp2p says that its streams share it by. */
  String multiplexer() {
    return multiplexer;
  }
}
