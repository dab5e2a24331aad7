package org.datanet.node.libp2p.swarm;

class QuicHostStreamTest extends HostStreamContract {

  QuicHostStreamTest() {
    super(Wire.QUIC);
  }
}
