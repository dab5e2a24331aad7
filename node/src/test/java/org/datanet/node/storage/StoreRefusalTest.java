package org.datanet.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.storage.StoreRefusedException.Code;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.wire.NetworkEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreRefusalTest {

  @TempDir Path directory;

  private void makeStore() throws IOException {
    EpochSource source = new EpochSource();
    try (RocksStore store = StoreFixture.open(directory)) {
      source.genesisInto(store);
      for (int i = 0; i < 10; i++) {
        store.commit(source.next());
      }
    }
    // Opening again moves what was in the write-ahead log into tables.
    StoreFixture.open(directory).close();
  }

  private StoreRefusedException refusal(StoreIdentity identity, StoreMode mode) {
    NativeHandles handles = new NativeHandles();
    StoreRefusedException refusal =
        catchThrowableOfType(
            StoreRefusedException.class,
            () -> RocksStore.open(directory, identity, mode, StoreLimits.defaults(), handles));
    assertThat(handles.size()).isZero();
    return refusal;
  }

  @ParameterizedTest
  @EnumSource
  void namesBothNetworksWhenTheStoreIsOfAnother(StoreMode mode) throws IOException {
    makeStore();
    Bytes32 other = EpochSource.id("network", 1);

    StoreRefusedException refusal = refusal(StoreIdentity.of(other), mode);

    assertThat(refusal.code()).isEqualTo(Code.WRONG_NETWORK);
    assertThat(refusal)
        .hasMessageContaining(EpochSource.NETWORK.toUnprefixedHexString())
        .hasMessageContaining(other.toUnprefixedHexString());
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnotherFormat(StoreMode mode) throws IOException {
    makeStore();

    int later = StoreIdentity.FORMAT_VERSION + 1;
    StoreRefusedException refusal = refusal(new StoreIdentity(EpochSource.NETWORK, later), mode);

    assertThat(refusal.code()).isEqualTo(Code.WRONG_VERSION);
    assertThat(refusal)
        .hasMessageContaining(
            "has format %d, this program reads format %d"
                .formatted(StoreIdentity.FORMAT_VERSION, later));
  }

  @ParameterizedTest
  @EnumSource
  void refusesAStoreThatThisProcessHasOpen(StoreMode mode) throws IOException {
    try (RocksStore store = StoreFixture.open(directory)) {
      assertThat(refusal(StoreFixture.IDENTITY, mode).code()).isEqualTo(Code.LOCKED);
      assertThat(store.epochs().lastEpoch()).isEmpty();
    }
    StoreFixture.open(directory).close();
  }

  @Test
  void refusesAFolderThatHoldsOtherThings() throws IOException {
    Files.writeString(directory.resolve("letter.txt"), "dear reader");

    assertThat(refusal(StoreFixture.IDENTITY, StoreMode.READ_WRITE).code())
        .isEqualTo(Code.NOT_A_STORE);
    assertThat(refusal(StoreFixture.IDENTITY, StoreMode.READ_ONLY).code())
        .isEqualTo(Code.NOT_A_STORE);
  }

  @Test
  void readsNothingFromAnEmptyOrMissingFolder() {
    assertThat(refusal(StoreFixture.IDENTITY, StoreMode.READ_ONLY).code())
        .isEqualTo(Code.NOT_A_STORE);
    Path missing = directory.resolve("missing");
    assertThat(
            catchThrowableOfType(
                    StoreRefusedException.class, () -> StoreFixture.openReadOnly(missing))
                .code())
        .isEqualTo(Code.NOT_A_STORE);
    assertThat(missing).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {".sst", "MANIFEST", "CURRENT"})
  void refusesTruncatedFilesAndLeavesThemAsTheyAre(String name) throws IOException {
    makeStore();
    for (Path file : files(name)) {
      truncate(file, Files.size(file) / 2);
    }
    List<Path> before = files("");

    assertCorruptInBothModes();
    assertThat(files("")).containsAll(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {".sst", "MANIFEST", "CURRENT"})
  void refusesMissingFiles(String name) throws IOException {
    makeStore();
    for (Path file : files(name)) {
      Files.delete(file);
    }

    assertCorruptInBothModes();
  }

  @Test
  void refusesALedgerWhoseDigestIsNotTheLastEpochs() throws IOException {
    makeStore();
    NativeHandles handles = new NativeHandles();
    try (StoreLock lock = StoreLock.acquire(directory, StoreMode.READ_WRITE);
        Database database =
            new StoreOpening(directory, StoreFixture.IDENTITY, StoreLimits.defaults(), lock)
                .open(StoreMode.READ_WRITE, handles)
                .database()) {
      database.write(
          true, writes -> writes.put(Column.LEDGER, KeyLayout.bucket(17), new byte[2048 - 1]));
    }
    assertCorruptInBothModes();
  }

  @Test
  void readsAClosedStoreWithoutChangingIt() throws IOException {
    makeStore();
    try (RocksStore store = StoreFixture.openReadOnly(directory)) {
      assertThat(store.epochs().lastEpoch()).hasValue(10);
      assertThat(store.ledgers().ledger().get(Keys.network()).map(NetworkEntry::getEpoch))
          .contains(10L);
      assertThat(catchThrowableOfType(IllegalStateException.class, () -> store.votes().prune(3)))
          .hasMessageContaining("reading only");
    }
  }

  @Test
  void refusesALogThatLostTheVotesOfAnUndecidedEpoch() throws IOException {
    makeStore();
    try (RocksStore store = StoreFixture.open(directory)) {
      store.votes().append(11, List.of(Bytes.of(1)));
    }
    for (Path file : files(".log")) {
      truncate(file, 0);
    }

    assertCorruptInBothModes();
  }

  private void assertCorruptInBothModes() {
    for (StoreMode mode : StoreMode.values()) {
      StoreRefusedException refusal = refusal(StoreFixture.IDENTITY, mode);
      assertThat(refusal).as(mode.name()).isNotNull();
      assertThat(refusal.code()).isEqualTo(Code.CORRUPT);
      assertThat(refusal).hasMessageContaining("put back a copy");
    }
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().contains(name))
          .filter(file -> !file.getFileName().toString().startsWith("LOG"))
          .toList();
    }
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }
}
