package org.datanet.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.LedgerPrefix;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.DueEntry;
import org.datanet.protocol.wire.NetworkEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksLedgerTest {

  @TempDir Path directory;

  @Test
  void scansAHundredThousandEntriesByPrefixInKeyOrderAsTheLedgerInMemoryDoes() throws IOException {
    MemoryLedger memory = new MemoryLedger();
    LedgerChanges changes = new LedgerChanges(memory);
    for (int i = 0; i < 50_000; i++) {
      changes.put(
          Keys.account(EpochSource.account(i)),
          AccountEntry.newBuilder().setBalanceMicros(i).build());
      changes.put(
          Keys.due(i % 100, Keys.Due.values()[i % 7], EpochSource.id("subject", i)),
          DueEntry.getDefaultInstance());
    }
    List<LedgerChanges.Change> applied = changes.changes();
    memory.apply(applied);
    BucketDigest digest = BucketDigest.empty();
    for (LedgerChanges.Change change : applied) {
      digest.insert(change.key().bytes().toArray(), change.after().orElseThrow().toByteArray());
    }

    try (RocksStore store = StoreFixture.open(directory)) {
      store.commitGenesis(EpochSource.GENESIS, applied, digest);
    }

    try (RocksStore store = StoreFixture.open(directory)) {
      Ledger stored = store.ledgers().ledger();
      assertThat(StoreFixture.entries(stored))
          .isEqualTo(StoreFixture.entries(memory))
          .hasSize(100_000);
      for (Keys.Due kind : Keys.Due.values()) {
        assertThat(keys(stored, Keys.due(17, kind))).isEqualTo(keys(memory, Keys.due(17, kind)));
      }
    }
  }

  private static List<Bytes> keys(Ledger ledger, LedgerPrefix<DueEntry> prefix) {
    List<Bytes> keys = new ArrayList<>();
    ledger.scan(prefix, (key, entry) -> keys.add(key.bytes()));
    return keys;
  }

  @Test
  void answersFromItsCacheWhatTheLastCommitWroteAndDeleted() throws IOException {
    EpochSource source = new EpochSource();
    try (RocksStore store = StoreFixture.open(directory)) {
      source.genesisInto(store);
      Ledger ledger = store.ledgers().ledger();
      AccountId deletedInTwo = EpochSource.account(EpochSource.ACCOUNTS_PER_EPOCH - 1);
      assertThat(ledger.get(Keys.account(deletedInTwo))).isEmpty();

      store.commit(source.next());
      assertThat(ledger.get(Keys.network()).map(NetworkEntry::getEpoch)).contains(1L);
      Optional<AccountEntry> afterOne = ledger.get(Keys.account(deletedInTwo));
      store.commit(source.next());

      assertThat(ledger.get(Keys.network()).map(NetworkEntry::getEpoch)).contains(2L);
      assertThat(afterOne).isPresent();
      assertThat(ledger.get(Keys.account(deletedInTwo)))
          .isEqualTo(source.ledger().get(Keys.account(deletedInTwo)));
    }
  }

  @Test
  void keepsNoMoreEntriesParsedThanItsBound() {
    RocksLedger bounded =
        new RocksLedger(
            new Reads() {
              @Override
              public Optional<byte[]> get(Column column, byte[] key) {
                return Optional.empty();
              }

              @Override
              public void scan(Column column, byte[] prefix, byte[] from, Visitor visitor) {}

              @Override
              public Optional<byte[]> lastKey(Column column, byte[] prefix) {
                return Optional.empty();
              }
            },
            10);
    for (int i = 0; i < 100; i++) {
      bounded.get(Keys.account(EpochSource.account(i)));
    }
    assertThat(bounded.cachedEntries()).isEqualTo(10);
  }

  @Test
  void aViewShowsOneEpochHoweverManyAreCommittedMeanwhile() throws Exception {
    EpochSource source = new EpochSource();
    AtomicBoolean done = new AtomicBoolean();
    try (RocksStore store = StoreFixture.open(directory);
        ExecutorService readers = Executors.newFixedThreadPool(2)) {
      source.genesisInto(store);
      store.commit(source.next());
      List<Future<Integer>> views = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        views.add(readers.submit(() -> readViews(store, done)));
      }
      for (int i = 0; i < 100; i++) {
        store.commit(source.next());
      }
      done.set(true);
      for (Future<Integer> read : views) {
        assertThat(read.get(30, TimeUnit.SECONDS)).isPositive();
      }
      assertThat(store.figures().openViews()).isZero();
    }
  }

  /** Every view's epoch, ledger, batch and index agree; returns how many were read. */
  private static int readViews(RocksStore store, AtomicBoolean done) throws IOException {
    int read = 0;
    while (!done.get()) {
      try (StoreView view = store.view()) {
        long epoch = view.epochs().lastEpoch().orElseThrow();
        assertThat(view.ledger().get(Keys.network()).orElseThrow().getEpoch()).isEqualTo(epoch);
        assertThat(view.epochs().header(epoch)).isPresent();
        assertThat(view.epochs().header(epoch + 1)).isEmpty();
        assertThat(
                view.history()
                    .rewards(EpochSource.OWNER, Page.Request.first(1))
                    .items()
                    .get(0)
                    .epoch())
            .isEqualTo(epoch);
        assertThat(view.ledger().get(Keys.datanet(Bytes32.ZERO))).isEmpty();
        read++;
      }
    }
    return read;
  }
}
