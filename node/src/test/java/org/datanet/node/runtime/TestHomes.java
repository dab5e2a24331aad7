package org.datanet.node.runtime;

import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.datanet.node.keys.KeyFile;
import org.datanet.node.keys.Keys;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.protocol.curation.HashOnion;

/** Homes of a small network on loopback, as a person would lay them out. */
final class TestHomes {

  static final int ONION_LAYERS = 2_000;
  static final long STAKE_MICROS = 100_000_000;

  private TestHomes() {}

  /** Seeds are distinct and fixed; node i has seed i + 1. */
  static byte[] seed(int node) {
    byte[] seed = new byte[Keys.SEED_BYTES];
    seed[0] = (byte) (node + 1);
    return seed;
  }

  /** Multiaddrs of loopback, with a place for the port. */
  static final String QUIC = "/ip4/127.0.0.1/udp/%d/quic-v1";

  static final String TCP = "/ip4/127.0.0.1/tcp/%d";

  /** Homes whose nodes speak QUIC and TCP, as nodes do by default. */
  static List<NodeHome> create(Path folder, int nodes, long minEpochMs, Map<String, Long> balances)
      throws IOException {
    return create(folder, nodes, minEpochMs, balances, List.of(QUIC, TCP));
  }

  static List<NodeHome> create(
      Path folder,
      int nodes,
      long minEpochMs,
      Map<String, Long> balances,
      List<String> listenPatterns)
      throws IOException {
    return create(folder, nodes, minEpochMs, balances, listenPatterns, ONION_LAYERS);
  }

  static List<NodeHome> create(
      Path folder,
      int nodes,
      long minEpochMs,
      Map<String, Long> balances,
      List<String> listenPatterns,
      int onionLayers)
      throws IOException {
    TomlMapper toml = new TomlMapper();
    Map<String, Object> genesis = genesis(nodes, minEpochMs, balances, onionLayers);
    List<Integer> ports = freePorts(nodes);
    List<NodeHome> homes = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      NodeHome home = new NodeHome(Files.createDirectories(folder.resolve("node-" + i)));
      List<String> bootstrap = new ArrayList<>();
      for (int peer = 0; peer < nodes; peer++) {
        if (peer != i) {
          PeerId id = PeerId.ofEd25519(Keys.accountOf(seed(peer)).toBytes());
          listenOn(listenPatterns, ports.get(peer))
              .forEach(address -> bootstrap.add(address + "/p2p/" + id));
        }
      }
      Map<String, Object> network = new LinkedHashMap<>();
      network.put("listen", listenOn(listenPatterns, ports.get(i)));
      network.put("bootstrap", bootstrap);
      Files.writeString(
          home.config(),
          toml.writeValueAsString(Map.of("network", network, "api", Map.of("port", 0))));
      Files.writeString(home.genesis(), toml.writeValueAsString(genesis));
      KeyFile.writePlain(home.key(), seed(i));
      homes.add(home);
    }
    return homes;
  }

  private static List<String> listenOn(List<String> patterns, int port) {
    return patterns.stream().map(pattern -> pattern.formatted(port)).toList();
  }

  private static Map<String, Object> genesis(
      int nodes, long minEpochMs, Map<String, Long> balances, int onionLayers) {
    Map<String, Object> genesis = new LinkedHashMap<>();
    genesis.put("network", "test");
    genesis.put("createdMs", 1_700_000_000_000L);
    genesis.put("parameters", parameters(minEpochMs));
    List<Map<String, Object>> accounts = new ArrayList<>();
    balances.forEach(
        (did, micros) -> accounts.add(Map.of("account", did, "balanceMicros", micros)));
    genesis.put("accounts", accounts);
    List<Map<String, Object>> validators = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      HashOnion onion = Keys.onion(seed(i), 1, onionLayers);
      Map<String, Object> validator = new LinkedHashMap<>();
      validator.put("account", Keys.accountOf(seed(i)).toDid());
      validator.put("stakeMicros", STAKE_MICROS);
      validator.put("tip", onion.tip().toUnprefixedHexString());
      validator.put("firstEpoch", 1);
      validator.put("layers", onionLayers);
      validators.add(validator);
    }
    genesis.put("validators", validators);
    return genesis;
  }

  private static Map<String, Object> parameters(long minEpochMs) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("opFeeMicros", 100);
    parameters.put("byteFeeMicros", 1);
    parameters.put("minEpochMs", minEpochMs);
    parameters.put("minValidatorStakeMicros", STAKE_MICROS);
    parameters.put("validatorUnbondEpochs", 48);
    parameters.put("minCuratorsFloor", 3);
    parameters.put("testNetwork", true);
    Map<String, Object> d = new LinkedHashMap<>();
    d.put("minUseFeeMicros", 10_000);
    d.put("burnBps", 500);
    d.put("reserveBps", 500);
    d.put("contributorBps", 5_000);
    d.put("curatorBps", 2_000);
    d.put("jurorBps", 700);
    d.put("maintenanceBps", 500);
    d.put("validatorBps", 800);
    d.put("panelSize", 7);
    d.put("minCurators", 21);
    d.put("minCuratorStakeMicros", 1_000_000);
    d.put("commitEpochs", 3);
    d.put("revealEpochs", 3);
    d.put("openEpochs", 3);
    d.put("voteDepositMicros", 1_000);
    d.put("bondMinMicros", 100_000);
    d.put("vestEpochs", 8);
    d.put("bondHoldEpochs", 12);
    d.put("unbondEpochs", 48);
    d.put("scoreWindowEpochs", 8);
    d.put("scoreMarginPpm", 30_000);
    d.put("minVotes", 40);
    parameters.put("defaults", d);
    return parameters;
  }

  /** Ports that were free a moment ago, over TCP and UDP. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<Closeable> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      while (ports.size() < count) {
        ServerSocket tcp = new ServerSocket(0);
        sockets.add(tcp);
        try {
          sockets.add(new DatagramSocket(tcp.getLocalPort()));
          ports.add(tcp.getLocalPort());
        } catch (SocketException takenOverUdp) {
          // the next number then
        }
      }
    } finally {
      for (Closeable socket : sockets) {
        socket.close();
      }
    }
    return ports;
  }
}
