package org.datanet.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.storage.HistoryIndex.AttributionItem;
import org.datanet.node.storage.HistoryIndex.RecordQuery;
import org.datanet.node.storage.HistoryIndex.RecordRef;
import org.datanet.node.storage.HistoryIndex.RewardItem;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.wire.RecordState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryIndexTest {

  private static final int EPOCHS = 25;

  @TempDir Path directory;
  private RocksStore store;

  @BeforeEach
  void commitEpochs() throws IOException {
    store = StoreFixture.open(directory);
    EpochSource source = new EpochSource();
    source.genesisInto(store);
    for (int i = 0; i < EPOCHS; i++) {
      store.commit(source.next());
    }
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @FunctionalInterface
  private interface Listing<T> {
    Page<T> page(Page.Request request) throws IOException;
  }

  private static <T> List<T> allPages(int itemsMax, Listing<T> listing) throws IOException {
    List<T> items = new ArrayList<>();
    Optional<Page<T>> page = Optional.of(listing.page(Page.Request.first(itemsMax)));
    while (page.isPresent()) {
      assertThat(page.get().items()).hasSizeBetween(1, itemsMax);
      items.addAll(page.get().items());
      Optional<Bytes> next = page.get().next();
      page =
          next.isEmpty()
              ? Optional.empty()
              : Optional.of(listing.page(Page.Request.after(itemsMax, next.get())));
    }
    return items;
  }

  private static List<RecordRef> sealedIn(LongStream epochs) {
    return epochs
        .mapToObj(e -> new RecordRef(EpochSource.DATANET, EpochSource.record(e), e))
        .toList();
  }

  @Test
  void listsRecordsOfADatanetAStateAndAnOwnerInTheOrderOfSealing() throws IOException {
    HistoryIndex history = store.history();

    assertThat(allPages(7, p -> history.records(new RecordQuery.OfDatanet(EpochSource.DATANET), p)))
        .isEqualTo(sealedIn(LongStream.rangeClosed(1, EPOCHS)));
    assertThat(allPages(5, p -> history.records(new RecordQuery.OfOwner(EpochSource.OWNER), p)))
        .isEqualTo(sealedIn(LongStream.rangeClosed(1, EPOCHS)));
    assertThat(
            allPages(
                8,
                p ->
                    history.records(
                        new RecordQuery.InState(EpochSource.DATANET, RecordState.ACCEPTED), p)))
        .isEqualTo(sealedIn(LongStream.range(1, EPOCHS)));
    // A record that changed its state has left the list of the old one.
    assertThat(
            allPages(
                8,
                p ->
                    history.records(
                        new RecordQuery.InState(EpochSource.DATANET, RecordState.SEALED), p)))
        .isEqualTo(sealedIn(LongStream.of(EPOCHS)));
  }

  @Test
  void listsTheRecordsThatNameAContentWhateverBecameOfThem() throws IOException {
    HistoryIndex history = store.history();

    assertThat(
            allPages(4, p -> history.records(new RecordQuery.OfContent(EpochSource.content(1)), p)))
        .isEqualTo(sealedIn(LongStream.of(1, 5, 10, 15, 20, 25)));
    assertThat(
            history
                .records(
                    new RecordQuery.OfContent(EpochSource.content(EPOCHS + 1)),
                    Page.Request.first(1))
                .items())
        .isEmpty();
  }

  @Test
  void forgetsAContentOnlyWhereNoRecordNamesIt() throws IOException {
    Cid ofRecords = EpochSource.content(1);
    Cid ofNobody = EpochSource.content(EPOCHS + 1);
    for (Cid cid : List.of(ofRecords, ofNobody)) {
      store.records().put(cid, Bytes.of(1));
    }

    assertThat(store.forget(ofRecords)).isFalse();
    assertThat(store.forget(ofNobody)).isTrue();

    assertThat(store.records().has(ofRecords)).isTrue();
    assertThat(store.records().has(ofNobody)).isFalse();
  }

  @Test
  void listsRewardsAttributionsAndOperationsNewestFirst() throws IOException {
    HistoryIndex history = store.history();
    List<Long> newestFirst =
        LongStream.rangeClosed(1, EPOCHS).map(e -> EPOCHS + 1 - e).boxed().toList();

    List<RewardItem> rewards = allPages(4, p -> history.rewards(EpochSource.OWNER, p));
    assertThat(rewards).extracting(RewardItem::epoch).isEqualTo(newestFirst);
    assertThat(rewards).extracting(r -> r.row().getAmountMicros()).isEqualTo(newestFirst);

    List<AttributionItem> attributions =
        allPages(4, p -> history.attributions(EpochSource.DATANET, EpochSource.record(1), p));
    assertThat(attributions).extracting(AttributionItem::epoch).isEqualTo(newestFirst);
    assertThat(attributions).extracting(a -> a.row().getAmountMicros()).isEqualTo(newestFirst);

    List<OperationPlace> operations = allPages(3, p -> history.operations(EpochSource.OWNER, p));
    assertThat(operations).hasSize(2 * EPOCHS);
    assertThat(operations.subList(0, 3))
        .containsExactly(
            new OperationPlace(EpochSource.transfer(EPOCHS).id(), EPOCHS, 0),
            new OperationPlace(EpochSource.use(EPOCHS).id(), EPOCHS, 1),
            new OperationPlace(EpochSource.transfer(EPOCHS - 1).id(), EPOCHS - 1, 0));
  }

  @Test
  void listsTheUsesOfAnEpochAndTheDatanets() throws IOException {
    assertThat(store.history().receipts(3, Page.Request.first(10)))
        .isEqualTo(
            new Page<>(
                List.of(new OperationPlace(EpochSource.use(3).id(), 3, 1)), Optional.empty()));
    assertThat(store.history().datanets(Page.Request.first(10)))
        .isEqualTo(new Page<>(List.of(EpochSource.DATANET), Optional.empty()));
  }

  @Test
  void aStrangeCursorNeverLeavesItsList() throws IOException {
    Page<RewardItem> behind =
        store
            .history()
            .rewards(EpochSource.OWNER, Page.Request.after(10, Bytes.repeat((byte) 0xff, 64)));
    assertThat(behind.items()).isEmpty();
    assertThatThrownBy(() -> Page.Request.after(10, Bytes.repeat((byte) 0, 129)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Page.Request.first(1_001))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
