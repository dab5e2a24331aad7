package org.datanet.node.audit;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.audit.AuditReport.Failed;
import org.datanet.node.audit.AuditReport.RowDifference;
import org.datanet.node.audit.AuditReport.What;
import org.datanet.node.storage.EpochStore;
import org.datanet.node.storage.RocksStore;
import org.datanet.node.storage.StoreIdentity;
import org.datanet.node.storage.StoreLimits;
import org.datanet.node.storage.StoreMode;
import org.datanet.node.storage.StoreView;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.genesis.GenesisRules;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.ledger.LedgerTable;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.Genesis;

/**
 * Recomputes a store from genesis: certificates, operations, execution, tables, digests, and at the
 * end every entry of the ledger. The ledger is rebuilt in memory.
 */
public final class OfflineVerifier {

  private final Bytes32 networkId;
  private final SignatureVerifier verifier;
  private final AuditListener listener;

  /**
   * @param networkId the one thing that is trusted
   */
  public OfflineVerifier(Bytes32 networkId, SignatureVerifier verifier, AuditListener listener) {
    this.networkId = networkId;
    this.verifier = verifier;
    this.listener = listener;
  }

  /**
   * Audits the store in a folder, which no process may be writing to.
   *
   * @throws org.datanet.node.storage.StoreRefusedException if it is not to be opened
   * @throws IOException if it cannot be read to its end
   */
  public AuditReport verify(Path directory) throws IOException {
    StoreIdentity identity = StoreIdentity.of(networkId);
    try (RocksStore store =
            RocksStore.open(directory, identity, StoreMode.READ_ONLY, StoreLimits.defaults());
        StoreView view = store.view()) {
      return verify(view.epochs(), view.ledger());
    }
  }

  /** Audits epochs and ledger of one moment. */
  public AuditReport verify(EpochStore epochs, Ledger stored) throws IOException {
    Optional<Genesis> genesis = epochs.genesis();
    if (genesis.isEmpty()) {
      return failed(0, What.GENESIS, "a genesis", "none");
    }
    Bytes32 found = GenesisLedger.networkId(genesis.get());
    if (!found.equals(networkId)) {
      return failed(0, What.GENESIS, networkId.toHexString(), found.toHexString());
    }
    Optional<Refusal> refusal = GenesisRules.check(genesis.get());
    if (refusal.isPresent()) {
      return failed(0, What.GENESIS, "a valid genesis", refusal.get().message());
    }
    EpochReplay replay = EpochReplay.from(genesis.get(), networkId, verifier);
    long last = epochs.lastEpoch().orElse(0);
    for (long epoch = 1; epoch <= last; epoch++) {
      Optional<Failed> failed = replay(replay, epochs, epoch);
      if (failed.isPresent()) {
        return failed.get();
      }
      listener.verified(epoch, last);
    }
    Optional<RowDifference> difference = firstDifference(replay.ledger(), stored);
    if (difference.isPresent()) {
      return new Failed(
          last, What.LEDGER, "the entries that follow from genesis", "others", difference);
    }
    return new AuditReport.Verified(last, replay.operations(), replay.stateDigest());
  }

  private static Optional<Failed> replay(EpochReplay replay, EpochStore epochs, long epoch)
      throws IOException {
    Optional<DecidedEpoch> decided = epochs.decided(epoch);
    Optional<AttributionTable> attribution = epochs.attribution(epoch);
    Optional<RewardTable> reward = epochs.reward(epoch);
    if (decided.isEmpty() || attribution.isEmpty() || reward.isEmpty()) {
      return Optional.of(failed(epoch, What.EPOCH_MISSING, "epoch " + epoch, "nothing"));
    }
    return replay.step(epoch, decided.get(), attribution.get(), reward.get());
  }

  private static Failed failed(long epoch, What what, String expected, String got) {
    return new Failed(epoch, what, expected, got, Optional.empty());
  }

  /** In key order within each table: entries that are missing, changed or too many. */
  private static Optional<RowDifference> firstDifference(Ledger recomputed, Ledger stored) {
    for (LedgerTable<?> table : LedgerTable.all()) {
      Optional<RowDifference> difference = firstDifference(table, recomputed, stored);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static <T extends MessageLite> Optional<RowDifference> firstDifference(
      LedgerTable<T> table, Ledger recomputed, Ledger stored) {
    List<LedgerKey<T>> differing = new ArrayList<>();
    recomputed.scan(
        table.prefix(),
        (key, entry) -> {
          if (differing.isEmpty() && !stored.get(key).equals(Optional.of(entry))) {
            differing.add(key);
          }
        });
    stored.scan(
        table.prefix(),
        (key, entry) -> {
          if (differing.size() < 2 && recomputed.get(key).isEmpty()) {
            differing.add(key);
          }
        });
    return differing.stream()
        .min(LedgerKey::compareTo)
        .map(
            key ->
                new RowDifference(
                    table.name() + " " + key.bytes().toHexString(),
                    text(recomputed.get(key)),
                    text(stored.get(key))));
  }

  static String text(Optional<? extends Object> row) {
    return row.map(r -> r.toString().strip()).orElse("");
  }
}
