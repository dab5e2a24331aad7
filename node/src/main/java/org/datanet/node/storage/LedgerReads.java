package org.datanet.node.storage;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.ledger.LedgerPrefix;

/** Ledger entries straight from their column. */
final class LedgerReads implements Ledger {

  private final Reads reads;

  LedgerReads(Reads reads) {
    this.reads = reads;
  }

  @Override
  public <T extends MessageLite> Optional<T> get(LedgerKey<T> key) {
    try {
      return reads.get(Column.LEDGER, key.bytes().toArrayUnsafe()).map(key.table()::parse);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T extends MessageLite> void scan(
      LedgerPrefix<T> prefix, BiConsumer<LedgerKey<T>, T> visitor) {
    byte[] bytes = prefix.bytes().toArray();
    try {
      reads.scan(
          Column.LEDGER,
          bytes,
          bytes,
          (key, value) -> {
            LedgerKey<T> ledgerKey = prefix.table().keyOfBytes(Bytes.wrap(key));
            visitor.accept(ledgerKey, prefix.table().parse(value));
            return true;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
