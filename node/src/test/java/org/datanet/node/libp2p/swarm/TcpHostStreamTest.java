package org.datanet.node.libp2p.swarm;

class TcpHostStreamTest extends HostStreamContract {

  TcpHostStreamTest() {
    super(Wire.TCP);
  }
}
