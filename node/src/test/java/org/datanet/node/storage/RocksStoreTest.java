package org.datanet.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.wire.AttributionRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest {

  @TempDir Path directory;

  @Test
  void keepsContentsAndTheSumOfTheirSizesAcrossARestart() throws IOException {
    Cid small = new Cid(EpochSource.id("content", 1));
    Cid large = new Cid(EpochSource.id("content", 2));
    Bytes megabyte = Bytes.repeat((byte) 7, RecordStore.CONTENT_BYTES_MAX);
    try (RocksStore store = StoreFixture.open(directory)) {
      store.records().put(small, Bytes.of(1, 2, 3));
      store.records().put(small, Bytes.of(9));
      store.records().put(large, megabyte);
      assertThatThrownBy(() -> store.records().put(large, Bytes.concatenate(megabyte, megabyte)))
          .isInstanceOf(IllegalArgumentException.class);
    }

    try (RocksStore store = StoreFixture.open(directory)) {
      assertThat(store.records().get(small)).contains(Bytes.of(1, 2, 3));
      assertThat(store.records().get(large)).contains(megabyte);
      assertThat(store.records().totalBytes()).isEqualTo(RecordStore.CONTENT_BYTES_MAX + 3);
      assertThat(store.records().remove(large)).isTrue();
      assertThat(store.records().remove(large)).isFalse();
      assertThat(store.records().has(large)).isFalse();
      assertThat(store.records().totalBytes()).isEqualTo(3);
    }
  }

  @Test
  void listsPendingOperationsInTheOrderOfAdmissionAndForgetsDecidedOnes() throws IOException {
    SignedOperation first = EpochSource.use(9);
    SignedOperation second = EpochSource.transfer(1);
    SignedOperation third = EpochSource.transfer(2);
    EpochSource source = new EpochSource();
    try (RocksStore store = StoreFixture.open(directory)) {
      source.genesisInto(store);
      for (SignedOperation operation : List.of(first, second, third, first)) {
        store
            .operations()
            .add(List.of(new OperationStore.Pending(operation.id(), operation.envelope())));
      }
      assertThat(pending(store)).containsExactly(first.id(), second.id(), third.id());
    }

    try (RocksStore store = StoreFixture.open(directory)) {
      SignedOperation fourth = EpochSource.use(10);
      store.operations().add(List.of(new OperationStore.Pending(fourth.id(), fourth.envelope())));
      store.operations().remove(List.of(third.id()));
      store.commit(source.next()); // holds transfer 1
      assertThat(pending(store)).containsExactly(first.id(), fourth.id());
    }
  }

  private static List<OperationId> pending(RocksStore store) throws IOException {
    List<OperationId> ids = new ArrayList<>();
    store.operations().forEachPending((id, envelope) -> ids.add(id));
    return ids;
  }

  @Test
  void givesBackWholeEpochsTablesAndPlaces() throws IOException {
    EpochSource source = new EpochSource();
    EpochCommit first;
    EpochCommit second;
    try (RocksStore store = StoreFixture.open(directory)) {
      assertThat(store.epochs().lastEpoch()).isEmpty();
      source.genesisInto(store);
      assertThat(store.epochs().lastEpoch()).hasValue(0);
      first = source.next();
      store.commit(first);
      second = source.next();
      store.commit(second);
    }

    try (RocksStore store = StoreFixture.openReadOnly(directory)) {
      EpochStore epochs = store.epochs();
      assertThat(epochs.genesis()).contains(EpochSource.GENESIS);
      assertThat(epochs.lastEpoch()).hasValue(2);
      assertThat(epochs.decided(1)).contains(first.decided());
      assertThat(epochs.decided(2)).contains(second.decided());
      assertThat(epochs.decided(3)).isEmpty();
      assertThat(epochs.header(2).orElseThrow().getOperationsCount()).isZero();
      assertThat(epochs.epochOfBatch(EpochSource.id("batch", 2))).isEqualTo(OptionalLong.of(2));
      assertThat(epochs.epochOfBatch(Bytes32.ZERO)).isEmpty();
      SignedOperation use = second.operations().get(1);
      assertThat(epochs.place(use.id())).contains(new OperationPlace(use.id(), 2, 1));
      assertThat(epochs.envelope(use.id())).contains(use.envelope());
      assertThat(epochs.attribution(2)).contains(second.attribution());
      assertThat(epochs.reward(2)).contains(second.reward());
      assertThat(epochs.reward(3)).isEmpty();
      assertThat(store.ledgers().digest().root()).isEqualTo(source.root());
      assertThat(StoreFixture.entries(store.ledgers().ledger()))
          .isEqualTo(StoreFixture.entries(source.ledger()));
    }
  }

  @Test
  void readsPartsOfTablesAndOfEpochsWithoutTheRest() throws IOException {
    EpochSource source = new EpochSource();
    try (RocksStore store = StoreFixture.open(directory)) {
      source.genesisInto(store);
      EpochCommit first = source.next();
      AttributionRow row = first.attribution().rows().get(0);
      List<AttributionRow> rows =
          List.of(row, row, row, row.toBuilder().setAmountMicros(77).build());
      store.commit(
          new EpochCommit(
              first.decided(),
              first.operations(),
              first.changes(),
              first.digest(),
              new AttributionTable(rows),
              first.reward()));
      store.commit(source.next());
      EpochStore epochs = store.epochs();

      assertThat(epochs.attributionRows(1)).isEqualTo(4);
      assertThat(epochs.rewardRows(1)).isEqualTo(1);
      assertThat(epochs.attributionRows(3)).isZero();
      assertThat(epochs.attribution(1, new RowRange(2, 9, 1 << 20))).isEqualTo(rows.subList(2, 4));
      assertThat(epochs.attribution(1, new RowRange(0, 3, 1 << 20))).isEqualTo(rows.subList(0, 3));
      long twoRows = 2L * row.getSerializedSize();
      assertThat(epochs.attribution(1, new RowRange(0, 9, twoRows))).isEqualTo(rows.subList(0, 2));
      assertThat(epochs.attribution(1, new RowRange(4, 9, 1 << 20))).isEmpty();
      assertThat(epochs.reward(1, new RowRange(0, 9, 1 << 20))).isEqualTo(first.reward().rows());
      assertThat(epochs.decided(1, 1 << 20)).contains(first.decided());
      assertThat(epochs.decided(1, first.decided().getSerializedSize() - 1))
          .isEqualTo(epochs.header(1));
    }
  }

  @Test
  void refusesACommitThatDoesNotFollow() throws IOException {
    EpochSource source = new EpochSource();
    try (RocksStore store = StoreFixture.open(directory)) {
      source.genesisInto(store);
      EpochCommit first = source.next();
      EpochCommit second = source.next();

      assertThatThrownBy(() -> store.commit(second)).hasMessage("epoch 2 after 0");
      // The source's digest has moved on to epoch 2.
      assertThatThrownBy(() -> store.commit(first)).hasMessageContaining("the batch states");
      assertThatThrownBy(() -> source.genesisInto(store)).hasMessageContaining("genesis already");
      assertThat(store.epochs().lastEpoch()).hasValue(0);
    }
  }

  @Test
  void keepsVotesInOrderAndPrunesOldEpochs() throws IOException {
    try (RocksStore store = StoreFixture.open(directory)) {
      store.votes().append(7, List.of(Bytes.of(1)));
      store.votes().append(7, List.of(Bytes.of(2)));
      store.votes().append(8, List.of(Bytes.of(3)));
    }

    try (RocksStore store = StoreFixture.open(directory)) {
      store.votes().append(7, List.of(Bytes.of(4)));
      assertThat(store.votes().read(7)).containsExactly(Bytes.of(1), Bytes.of(2), Bytes.of(4));
      store.votes().prune(8);
      assertThat(store.votes().read(7)).isEmpty();
      assertThat(store.votes().read(8)).containsExactly(Bytes.of(3));
    }
  }

  @Test
  void keepsTheEntriesOfPeersThatWereGivenLast() throws IOException {
    Bytes alice = Bytes.of(1, 2, 3);
    Bytes bob = Bytes.of(4);
    try (RocksStore store = StoreFixture.open(directory)) {
      store.peers().replaceAll(List.of(bob, alice, bob));
      store.peers().replaceAll(List.of(alice, bob));
    }

    try (RocksStore store = StoreFixture.open(directory)) {
      assertThat(store.peers().entries()).containsExactly(alice, bob);
      assertThatThrownBy(
              () -> store.peers().replaceAll(Collections.nCopies(PeerStore.ENTRIES_MAX + 1, alice)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.peers().entries()).hasSize(2);
    }
  }

  @Test
  void closesEveryNativeHandleAndOpensAgainFiftyTimes() throws IOException {
    EpochSource source = new EpochSource();
    try (RocksStore store = StoreFixture.open(directory)) {
      source.genesisInto(store);
    }
    for (int i = 0; i < 50; i++) {
      NativeHandles handles = new NativeHandles();
      RocksStore store =
          RocksStore.open(
              directory,
              StoreFixture.IDENTITY,
              StoreMode.READ_WRITE,
              StoreLimits.defaults(),
              handles);
      store.commit(source.next());
      int idle = handles.size();
      StoreFixture.entries(store.ledgers().ledger());
      assertThat(handles.size()).isEqualTo(idle);
      StoreView left = store.view();

      store.close();
      store.close();
      left.close();

      assertThat(handles.size()).isZero();
      assertThatThrownBy(
              () -> store.ledgers().ledger().scan(Keys.tallies(Bytes32.ZERO, 1), (k, e) -> {}))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> left.epochs().lastEpoch()).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void reportsNativeMemoryWithinItsBudgetAndSpaceOnDisk() throws IOException {
    EpochSource source = new EpochSource();
    try (RocksStore store = StoreFixture.open(directory);
        StoreView view = store.view()) {
      source.genesisInto(store);
      for (int i = 0; i < 20; i++) {
        store.commit(source.next());
      }
      StoreFigures figures = store.figures();
      assertThat(view.epochs().lastEpoch()).isEmpty();
      assertThat(figures.openViews()).isEqualTo(1);
      assertThat(figures.memtableBytes()).isBetween(1L, figures.nativeBudgetBytes());
      assertThat(figures.blockCacheBytes()).isBetween(0L, figures.nativeBudgetBytes());
      assertThat(figures.diskBytes()).isGreaterThan(100_000);
    }
  }
}
