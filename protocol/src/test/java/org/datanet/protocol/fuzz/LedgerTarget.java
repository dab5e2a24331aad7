package org.datanet.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.ledger.LedgerTable;

/**
 * Input: a table's tag, then an entry of it as stored. An entry parses, or the store is broken; and
 * what parses is written as it was parsed.
 */
public final class LedgerTarget implements FuzzTarget {

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public void accept(byte[] input) {
    if (input.length == 0) {
      return;
    }
    LedgerTable<?> table;
    try {
      table = LedgerTable.of(Bytes.of(input[0]));
    } catch (IllegalArgumentException noTable) {
      assertThat(input[0] & 0xff).isGreaterThanOrEqualTo(LedgerTable.all().size());
      return;
    }
    assertReadsItsOwnWriting(table, Arrays.copyOfRange(input, 1, input.length));
  }

  private static <T extends MessageLite> void assertReadsItsOwnWriting(
      LedgerTable<T> table, byte[] value) {
    T entry;
    try {
      entry = table.parse(value);
    } catch (IllegalStateException broken) {
      assertThat(broken).hasMessageContaining(table.name());
      return;
    }
    assertThat(table.parse(entry.toByteArray())).isEqualTo(entry);
  }
}
