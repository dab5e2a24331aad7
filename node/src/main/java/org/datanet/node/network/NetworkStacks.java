package org.datanet.node.network;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;

/** The stacks that this build has: ours, and what a profile of the build compiled beside it. */
public final class NetworkStacks {

  /** The name of ours. */
  public static final String OWN = "datanet";

  /**
   * Stacks that profiles of the same name bring, each with its class, which is not always there.
   */
  private static final Map<String, String> PROFILES =
      Map.of("jvm-libp2p", "org.datanet.node.network.JvmLibp2pStack");

  private NetworkStacks() {}

  public static Optional<NetworkStack> named(String name) {
    return all().filter(stack -> stack.name().equals(name)).findFirst();
  }

  /** Why {@link #named} gives nothing, for a person. */
  public static String absence(String name) {
    String absence =
        "this build has no '%s', only %s".formatted(name, all().map(NetworkStack::name).toList());
    return PROFILES.containsKey(name)
        ? absence + "; build with profile %s, as docs/interop.md says".formatted(name)
        : absence;
  }

  private static Stream<NetworkStack> all() {
    return Stream.concat(
        Stream.of(new Own()), PROFILES.values().stream().flatMap(NetworkStacks::load));
  }

  /** Not by a file that lists services: it would stay behind in a build without the profile. */
  private static Stream<NetworkStack> load(String className) {
    try {
      Class<?> stack = Class.forName(className);
      return Stream.of((NetworkStack) stack.getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException otherBuild) {
      return Stream.empty();
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException(className, broken);
    }
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
