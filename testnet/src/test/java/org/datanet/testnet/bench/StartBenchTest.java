package org.datanet.testnet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.datanet.node.audit.AuditReport;
import org.datanet.node.audit.OfflineVerifier;
import org.datanet.node.config.GenesisFile;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.wire.Genesis;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartBenchTest {

  @TempDir private Path folder;

  @Test
  void theStoreItBuildsFollowsFromGenesis() throws IOException {
    TestKeys keys = TestKeys.ofSeed(1);
    LocalNetwork network =
        LocalNetwork.create(folder, MemoryNetwork.plan(1_000), keys, "lexnet-bench");
    Path home = network.home(0);

    StoreBuilder.Built built = StoreBuilder.build(home, keys, 30, new Steps());

    Genesis genesis = GenesisFile.read(home.resolve("genesis.toml"));
    AuditReport report =
        new OfflineVerifier(
                GenesisLedger.networkId(genesis),
                Ed25519Providers.choose().verifier(),
                (epoch, last) -> {})
            .verify(home.resolve("store"));
    assertThat(report).isInstanceOf(AuditReport.Verified.class);
    assertThat(((AuditReport.Verified) report).operations()).isEqualTo(built.operations());
    assertThat(built.operations()).isGreaterThan(2 * 30);
    assertThat(built.contentBytes()).isPositive();
  }

  @Test
  void aNodeProcessStartsOnTheStoreAndServesItsRecords() throws IOException {
    List<BenchRow> rows = StartBench.run(true, 20, new Steps());

    assertThat(rows)
        .extracting(BenchRow::what)
        .contains(
            "process start to API answering, median of 1",
            "resident memory after 20 records were read",
            "disk bytes / payload bytes (contents and envelopes)");
    assertThat(rows).allMatch(row -> row.value() > 0);
  }
}
