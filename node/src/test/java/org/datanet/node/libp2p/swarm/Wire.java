package org.datanet.node.libp2p.swarm;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/** A transport as tests address it. */
enum Wire {
  TCP("tcp", "/tcp/%d"),
  QUIC("quic", "/udp/%d/quic-v1");

  private final String transport;
  private final String tail;

  Wire(String transport, String tail) {
    this.transport = transport;
    this.tail = tail;
  }

  /** The name that connections show. */
  String transport() {
    return transport;
  }

  Multiaddr onLoopback(int port) {
    return on("/ip4/127.0.0.1", port);
  }

  Multiaddr on(String host, int port) {
    return Multiaddr.parse(host + tail.formatted(port));
  }

  int portOf(Multiaddr address) {
    return (this == TCP ? address.tcpAddress() : address.quicAddress())
        .map(InetSocketAddress::getPort)
        .orElseThrow();
  }

  /** An address of loopback where nobody listens. */
  Multiaddr closedPort() throws IOException {
    if (this == TCP) {
      try (ServerSocket free = new ServerSocket(0)) {
        return onLoopback(free.getLocalPort());
      }
    }
    try (DatagramSocket free = new DatagramSocket()) {
      return onLoopback(free.getLocalPort());
    }
  }
}
