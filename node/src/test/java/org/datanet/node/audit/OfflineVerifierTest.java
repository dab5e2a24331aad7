package org.datanet.node.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.audit.AuditReport.Failed;
import org.datanet.node.audit.AuditReport.What;
import org.datanet.node.audit.AuditedChain.Defect;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.node.storage.RocksStore;
import org.datanet.node.storage.StoreIdentity;
import org.datanet.node.storage.StoreLimits;
import org.datanet.node.storage.StoreMode;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.ledger.LedgerPrefix;
import org.datanet.protocol.wire.Genesis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfflineVerifierTest {

  private static final Genesis GENESIS = AuditedChain.genesis();
  private static final Bytes32 NETWORK = GenesisLedger.networkId(GENESIS);

  @TempDir Path directory;
  private final List<String> progress = new ArrayList<>();

  private Bytes32 commit(Defect... defects) throws IOException {
    try (RocksStore store = open(StoreMode.READ_WRITE)) {
      AuditedChain chain = new AuditedChain(store, GENESIS);
      for (Defect defect : defects) {
        chain.closeEpoch(defect);
      }
      return store.ledgers().digest().root();
    }
  }

  private RocksStore open(StoreMode mode) throws IOException {
    return RocksStore.open(directory, StoreIdentity.of(NETWORK), mode, StoreLimits.defaults());
  }

  private OfflineVerifier verifier() {
    return new OfflineVerifier(
        NETWORK,
        Ed25519Providers.choose().verifier(),
        (epoch, last) -> progress.add(epoch + " of " + last));
  }

  @Test
  void verifiesAnHonestHistoryAndReportsEachEpoch() throws IOException {
    Bytes32 digest = commit(Defect.NONE, Defect.NONE, Defect.NONE, Defect.NONE);

    AuditReport report = verifier().verify(directory);

    assertThat(report).isEqualTo(new AuditReport.Verified(4, 4, digest));
    assertThat(progress).containsExactly("1 of 4", "2 of 4", "3 of 4", "4 of 4");
  }

  @ParameterizedTest
  @CsvSource({
    "QUORUM_MISSED, CERTIFICATE",
    "SIGNATURE_FORGED, CERTIFICATE",
    "OPERATION_FORGED, OPERATIONS",
    "MONEY_PRINTED, STATE_DIGEST",
    "REWARD_ROW_ADDED, REWARD_TABLE",
    "VALIDATORS_HASH_WRONG, NEXT_VALIDATORS"
  })
  void findsTheEpochInWhichTheValidatorsColluded(Defect defect, What what) throws IOException {
    commit(Defect.NONE, Defect.NONE, defect);

    AuditReport report = verifier().verify(directory);

    assertThat(report).isInstanceOf(Failed.class);
    Failed failed = (Failed) report;
    assertThat(failed.epoch()).isEqualTo(3);
    assertThat(failed.what()).isEqualTo(what);
    assertThat(failed.expected()).isNotEqualTo(failed.got());
    assertThat(progress).containsExactly("1 of 3", "2 of 3");
  }

  @Test
  void namesTheRowThatWasAddedToATable() throws IOException {
    commit(Defect.REWARD_ROW_ADDED);

    Failed failed = (Failed) verifier().verify(directory);

    AuditReport.RowDifference row = failed.firstDifference().orElseThrow();
    assertThat(row.place()).isEqualTo("row 0");
    assertThat(row.expected()).isEmpty();
    assertThat(row.got()).contains("amount_micros: 77");
  }

  @Test
  void namesTheEntryOfTheLedgerThatIsNotWhatTheEpochsCameTo() throws IOException {
    commit(Defect.NONE, Defect.NONE);
    try (RocksStore store = open(StoreMode.READ_ONLY)) {
      Ledger robbed = without(store.ledgers().ledger(), Keys.account(AuditedChain.MEMBER));

      Failed failed = (Failed) verifier().verify(store.epochs(), robbed);

      assertThat(failed.what()).isEqualTo(What.LEDGER);
      AuditReport.RowDifference row = failed.firstDifference().orElseThrow();
      assertThat(row.place())
          .isEqualTo("accounts " + Keys.account(AuditedChain.MEMBER).bytes().toHexString());
      assertThat(row.expected()).contains("nonce: 2");
      assertThat(row.got()).isEmpty();
    }
  }

  private static Ledger without(Ledger ledger, LedgerKey<?> hidden) {
    return new Ledger() {
      @Override
      public <T extends MessageLite> Optional<T> get(LedgerKey<T> key) {
        return key.equals(hidden) ? Optional.empty() : ledger.get(key);
      }

      @Override
      public <T extends MessageLite> void scan(
          LedgerPrefix<T> prefix, BiConsumer<LedgerKey<T>, T> visitor) {
        ledger.scan(
            prefix,
            (key, entry) -> {
              if (!key.equals(hidden)) {
                visitor.accept(key, entry);
              }
            });
      }
    };
  }
}
