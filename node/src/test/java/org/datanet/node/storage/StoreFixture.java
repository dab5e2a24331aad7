package org.datanet.node.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerTable;

/** Opening stores and looking at ledgers as a whole. */
final class StoreFixture {

  static final StoreIdentity IDENTITY = StoreIdentity.of(EpochSource.NETWORK);

  private StoreFixture() {}

  static RocksStore open(Path directory) throws IOException {
    return RocksStore.open(directory, IDENTITY, StoreMode.READ_WRITE, StoreLimits.defaults());
  }

  static RocksStore openReadOnly(Path directory) throws IOException {
    return RocksStore.open(directory, IDENTITY, StoreMode.READ_ONLY, StoreLimits.defaults());
  }

  static TreeMap<Bytes, Bytes> entries(Ledger ledger) {
    TreeMap<Bytes, Bytes> entries = new TreeMap<>();
    for (LedgerTable<?> table : LedgerTable.all()) {
      ledger.scan(
          table.prefix(),
          (key, entry) -> entries.put(key.bytes(), Bytes.wrap(entry.toByteArray())));
    }
    return entries;
  }
}
