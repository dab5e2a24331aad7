package org.datanet.node.libp2p.swarm;

import java.util.function.UnaryOperator;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.jvm.JvmHost;

/** The server is on jvm-libp2p, the client on our stack, which packs its frames otherwise. */
class OurHostToJvmHostStreamTest extends HostStreamContract {

  OurHostToJvmHostStreamTest() {
    super(Wire.TCP);
  }

  @Override
  Host host(int number) {
    return number == 1
        ? fixture.host(number, UnaryOperator.identity(), JvmHost::create)
        : fixture.host(number);
  }
}
