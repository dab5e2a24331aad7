package org.datanet.node.network;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;

/** The stacks that this build has: ours, and what a build profile put on the class path. */
public final class NetworkStacks {

  /** The name of ours. */
  public static final String OWN = "datanet";

  private NetworkStacks() {}

  public static Optional<NetworkStack> named(String name) {
    return all().filter(stack -> stack.name().equals(name)).findFirst();
  }

  public static List<String> names() {
    return all().map(NetworkStack::name).toList();
  }

  private static Stream<NetworkStack> all() {
    return Stream.concat(
        Stream.of(new Own()),
        ServiceLoader.load(NetworkStack.class).stream().map(ServiceLoader.Provider::get));
  }

  private static final class Own implements NetworkStack {

    @Override
    public String name() {
      return OWN;
    }

    @Override
    public PeerNetwork create(
        Identity identity, String agent, NetworkConfig config, PeerBookStore store, long seed) {
      return new Libp2pPeerNetwork(
          Swarm.create(HostConfig.defaults(identity, agent)), config, store, seed);
    }
  }
}
