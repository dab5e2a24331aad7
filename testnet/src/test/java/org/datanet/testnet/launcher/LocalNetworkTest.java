package org.datanet.testnet.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.datanet.node.config.GenesisFile;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.genesis.GenesisRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalNetworkTest {

  private static final NetworkPlan ONE_NODE = new NetworkPlan(1, 200, 1, 3, 1, OptionalInt.empty());

  @TempDir Path folder;

  private LocalNetwork network;

  private LocalNetwork create() throws IOException {
    network = LocalNetwork.create(folder.resolve("net"), ONE_NODE, TestKeys.ofSeed(1), "lexnet-1");
    return network;
  }

  @AfterEach
  void down() throws IOException {
    if (network != null) {
      network.down();
    }
  }

  @Test
  void theGenesisThatIsLaidDownKeepsTheProtocolsRules() throws IOException {
    create();

    var genesis = GenesisFile.read(folder.resolve("net").resolve("node-0").resolve("genesis.toml"));

    assertThat(GenesisRules.check(genesis)).isEmpty();
    assertThat(GenesisLedger.networkId(genesis).toUnprefixedHexString())
        .isEqualTo(network.networkId());
  }

  @Test
  void aLaterCommandFindsTheProcessThatAnEarlierOneStarted() throws IOException {
    create().up();
    long pid = network.pid(0);

    LocalNetwork later = LocalNetwork.open(folder.resolve("net"));

    assertThat(later.isAlive(0)).isTrue();
    assertThat(later.pid(0)).isEqualTo(pid);
    assertThat(later.report().getFirst().answers()).isTrue();
    later.down();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aNodeThatWasKilledStartsAgainFromItsStore() throws IOException {
    create().up();
    Waiting.until(
        java.time.Duration.ofSeconds(30),
        () -> network.report().getFirst().epoch().orElse(0L) >= 3);
    network.kill(0);

    network.launch(0);

    assertThat(Waiting.until(java.time.Duration.ofSeconds(60), () -> network.isUp(0))).isTrue();
    assertThat(network.report().getFirst().epoch())
        .hasValueSatisfying(e -> assertThat(e).isGreaterThanOrEqualTo(3));
  }

  @Test
  void aFolderThatHoldsANetworkIsNotLaidDownAgain() throws IOException {
    create();

    assertThatThrownBy(
            () -> LocalNetwork.create(folder.resolve("net"), ONE_NODE, TestKeys.ofSeed(2), "x"))
        .hasMessageContaining("holds a network already");
  }
}
