package org.datanet.testnet.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.datanet.node.config.GenesisFile;
import org.datanet.node.config.NodeConfig;
import org.datanet.node.keys.KeyFile;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.wire.Genesis;

/** Where the files of a local network are, and what is in them at first. */
record NetworkFolder(Path path) {

  private static final String LOOPBACK = "127.0.0.1";

  /** Enough of a log to see why a start failed. */
  private static final int LOG_LINES = 15;

  private static final int NATIVE_MIB = 32;

  Path home(int node) {
    return path.resolve("node-" + node);
  }

  Path running(int node) {
    return home(node).resolve("running.json");
  }

  Path log(int node) {
    return home(node).resolve("node.log");
  }

  Path bots() {
    return path.resolve("bots");
  }

  Path secret() {
    return path.resolve("secret.key");
  }

  static URI apiUri(NetworkState.Node node) {
    return URI.create("http://" + LOOPBACK + ":" + node.apiPort());
  }

  /** Homes with genesis, configuration and key; the state says that nothing runs. */
  NetworkState layDown(NetworkPlan plan, TestKeys keys, String name) throws IOException {
    Files.createDirectories(path);
    Genesis genesis = GenesisBuilder.build(plan, keys, name, System.currentTimeMillis());
    List<NetworkState.Node> nodes = nodes(plan, keys);
    for (NetworkState.Node node : nodes) {
      Path home = Files.createDirectories(home(node.index()));
      GenesisFile.write(home.resolve("genesis.toml"), genesis);
      config(plan, nodes, node).write(home.resolve("node.toml"));
      KeyFile.writePlain(home.resolve("node.key"), keys.seed(Role.NODE, node.index()));
    }
    keys.write(secret());
    NetworkState state =
        new NetworkState(
            NetworkState.VERSION,
            name,
            GenesisLedger.networkId(genesis).toUnprefixedHexString(),
            plan.minEpochMs(),
            plan.curators(),
            nodes,
            Optional.empty());
    state.write(path);
    return state;
  }

  private static List<NetworkState.Node> nodes(NetworkPlan plan, TestKeys keys) throws IOException {
    List<Integer> ports = List.copyOf(FreePorts.find(2 * plan.nodes(), new Random()));
    List<NetworkState.Node> nodes = new ArrayList<>();
    for (int i = 0; i < plan.nodes(); i++) {
      AccountId account = keys.account(Role.NODE, i);
      nodes.add(
          new NetworkState.Node(
              i,
              ports.get(2 * i),
              ports.get(2 * i + 1),
              PeerId.ofEd25519(account.toBytes()).toString(),
              account.toDid(),
              Optional.empty()));
    }
    return nodes;
  }

  private static NodeConfig config(
      NetworkPlan plan, List<NetworkState.Node> nodes, NetworkState.Node self) {
    List<String> bootstrap =
        nodes.stream()
            .filter(node -> node.index() != self.index())
            .flatMap(
                node ->
                    multiaddrs(node.peerPort()).stream()
                        .map(address -> address + "/p2p/" + node.peerId()))
            .toList();
    boolean tampered = plan.tampered().isPresent() && plan.tampered().getAsInt() == self.index();
    return new NodeConfig(
        new NodeConfig.Network(
            multiaddrs(self.peerPort()), bootstrap, List.of(), false, true, Optional.empty()),
        new NodeConfig.Api(LOOPBACK, self.apiPort()),
        new NodeConfig.Storage("store", NATIVE_MIB),
        new NodeConfig.Faults(tampered ? 1 : 0));
  }

  private static List<String> multiaddrs(int port) {
    return List.of(
        "/ip4/%s/udp/%d/quic-v1".formatted(LOOPBACK, port),
        "/ip4/%s/tcp/%d".formatted(LOOPBACK, port));
  }

  /** What a node that stopped by itself left behind. */
  Optional<String> haltedBecause(int node) throws IOException {
    Path report = home(node).resolve("halted").resolve("report.json");
    if (!Files.exists(report)) {
      return Optional.empty();
    }
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    return Optional.of(
        "epoch %d: %s".formatted(json.path("epoch").asLong(), json.path("why").asText()));
  }

  String endOfLog(int node) throws IOException {
    if (!Files.exists(log(node))) {
      return "(empty)";
    }
    List<String> lines = Files.readAllLines(log(node));
    return String.join(
        System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }
}
