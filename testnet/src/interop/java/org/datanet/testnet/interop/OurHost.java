package org.datanet.testnet.interop;

import java.util.Arrays;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;

/** Hosts of ours, in this JVM. */
final class OurHost {

  static final String AGENT = "datanet-interop/1";

  private OurHost() {}

  /**
   * A host that listens nowhere yet.
   *
   * @param number of the peer in its test: its identity follows from it
   */
  static Host create(int number) {
    return Swarm.create(HostConfig.defaults(identity(number), AGENT));
  }

  static Identity identity(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return Identity.ofEd25519Seed(seed);
  }
}
