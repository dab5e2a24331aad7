package org.datanet.cli.testing;

import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.keys.KeyFile;
import org.datanet.node.keys.Keys;
import org.datanet.node.runtime.DatanetNode;
import org.datanet.node.runtime.NodeHome;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.datanet.ParameterSet;

/** A network of one validator, over a real store and real HTTP, that decides every 100 ms. */
public final class TestNetwork implements AutoCloseable {

  private static final long STAKE_MICROS = 100_000_000;

  private final NodeHome home;
  private final DatanetNode node;

  private TestNetwork(NodeHome home, DatanetNode node) {
    this.home = home;
    this.node = node;
  }

  public static TestNetwork start(Path folder, Map<String, Long> balances) throws IOException {
    NodeHome home = new NodeHome(Files.createDirectories(folder));
    TomlMapper toml = new TomlMapper();
    byte[] seed = new byte[Keys.SEED_BYTES];
    seed[0] = 1;
    Files.writeString(
        home.config(),
        toml.writeValueAsString(
            Map.of(
                "network",
                Map.of("listen", List.of("/ip4/127.0.0.1/udp/0/quic-v1", "/ip4/127.0.0.1/tcp/0")),
                "api",
                Map.of("port", 0))));
    Files.writeString(home.genesis(), toml.writeValueAsString(genesis(seed, balances)));
    KeyFile.writePlain(home.key(), seed);
    return new TestNetwork(home, DatanetNode.start(home));
  }

  public String url() {
    return node.apiUrl();
  }

  /** Multiaddrs with the peer id, over QUIC first. */
  public List<String> addresses() {
    return node.addresses();
  }

  public Path folder() {
    return home.folder();
  }

  private static Map<String, Object> genesis(byte[] seed, Map<String, Long> balances) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("opFeeMicros", 100);
    parameters.put("byteFeeMicros", 1);
    parameters.put("minEpochMs", 100);
    parameters.put("minValidatorStakeMicros", STAKE_MICROS);
    parameters.put("validatorUnbondEpochs", 48);
    parameters.put("minCuratorsFloor", 3);
    parameters.put("testNetwork", true);
    parameters.put("defaults", ApiJson.tree(ParameterSet.defaults(1)));
    HashOnion onion = Keys.onion(seed, 1, HashOnion.LAYERS_MAX);
    Map<String, Object> validator = new LinkedHashMap<>();
    validator.put("account", Keys.accountOf(seed).toDid());
    validator.put("stakeMicros", STAKE_MICROS);
    validator.put("tip", onion.tip().toUnprefixedHexString());
    validator.put("firstEpoch", 1);
    validator.put("layers", onion.layers());
    List<Map<String, Object>> accounts = new ArrayList<>();
    balances.forEach(
        (did, micros) -> accounts.add(Map.of("account", did, "balanceMicros", micros)));
    Map<String, Object> genesis = new LinkedHashMap<>();
    genesis.put("network", "test");
    genesis.put("createdMs", 1_700_000_000_000L);
    genesis.put("parameters", parameters);
    genesis.put("accounts", accounts);
    genesis.put("validators", List.of(validator));
    return genesis;
  }

  /** Lines of JSON, one for each text. */
  public static Path words(Path file, String... terms) throws IOException {
    return Files.write(
        file,
        IntStream.range(0, terms.length)
            .mapToObj(
                i ->
                    "{\"term\":\"%s\",\"gloss\":\"meaning of %s\",\"pos\":\"noun\"}"
                        .formatted(terms[i], terms[i]))
            .toList());
  }

  @Override
  public void close() {
    node.close();
  }
}
