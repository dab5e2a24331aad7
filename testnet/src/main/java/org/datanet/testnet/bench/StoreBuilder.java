package org.datanet.testnet.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.datanet.node.config.GenesisFile;
import org.datanet.node.config.NodeConfig;
import org.datanet.node.storage.RocksStore;
import org.datanet.node.storage.StoreIdentity;
import org.datanet.node.storage.StoreLimits;
import org.datanet.node.storage.StoreMode;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.wire.Genesis;
import org.datanet.testnet.launcher.Role;
import org.datanet.testnet.launcher.TestKeys;

/**
 * Fills the store of a validator's home as the node would have: records committed, opened, judged
 * and accepted by signed operations, epoch by epoch.
 */
final class StoreBuilder {

  /**
   * With as many openings, and the ballots on them, below the 20,000 operations and 16 MiB of an
   * epoch.
   */
  private static final int RECORDS_PER_EPOCH = 8_000;

  private StoreBuilder() {}

  /**
   * What the store was given.
   *
   * @param contentBytes of the records' contents
   * @param envelopeBytes of the signed operations
   * @param nanos that it took, signing included
   */
  record Built(long epochs, long operations, long contentBytes, long envelopeBytes, long nanos) {

    long payloadBytes() {
      return contentBytes + envelopeBytes;
    }
  }

  /** {@code home} is that of the only validator of its genesis. */
  static Built build(Path home, TestKeys keys, int records, BenchListener listener)
      throws IOException {
    Genesis genesis = GenesisFile.read(home.resolve("genesis.toml"));
    NodeConfig.Storage storage = NodeConfig.read(home.resolve("node.toml")).storage();
    long startedNanos = System.nanoTime();
    listener.begins("Records", records);
    try (RocksStore store =
        RocksStore.open(
            home.resolve(storage.path()),
            StoreIdentity.of(GenesisLedger.networkId(genesis)),
            StoreMode.READ_WRITE,
            StoreLimits.ofNativeMiB(storage.nativeMiB()))) {
      SoloValidator validator = SoloValidator.start(store, genesis, keys.seed(Role.NODE, 0));
      fill(validator, community(genesis, keys), records, listener);
      return new Built(
          validator.nextEpoch() - 1,
          validator.operations(),
          store.records().totalBytes(),
          validator.envelopeBytes(),
          System.nanoTime() - startedNanos);
    }
  }

  private static Community community(Genesis genesis, TestKeys keys) throws IOException {
    return new Community(
        keys,
        GenesisLedger.networkId(genesis),
        ManifestCodec.fromWire(genesis.getParameters().getDefaults()),
        Senses.open()::get);
  }

  private static void fill(
      SoloValidator validator, Community community, int records, BenchListener listener)
      throws IOException {
    int committed = 0;
    while (committed < records || !community.isIdle()) {
      int next = 0;
      if (validator.nextEpoch() > Community.FOUNDED) {
        next = Math.min(RECORDS_PER_EPOCH, records - committed);
      }
      long startedNanos = System.nanoTime();
      List<Act> acts =
          community.acts(validator.ledger(), validator.nextEpoch(), new Community.Load(next, 0, 0));
      validator.close(acts);
      committed += next;
      double seconds = (System.nanoTime() - startedNanos) / 1e9;
      listener.reached(
          committed,
          "epoch %d, %,.0f operations/s"
              .formatted(validator.nextEpoch() - 1, acts.size() / seconds));
    }
  }
}
