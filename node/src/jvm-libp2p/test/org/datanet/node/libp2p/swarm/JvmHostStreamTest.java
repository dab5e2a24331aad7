package org.datanet.node.libp2p.swarm;

import java.util.function.UnaryOperator;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.jvm.JvmHost;

class JvmHostStreamTest extends HostStreamContract {

  JvmHostStreamTest() {
    super(Wire.TCP);
  }

  @Override
  Host host(int number) {
    return fixture.host(number, UnaryOperator.identity(), JvmHost::create);
  }
}
