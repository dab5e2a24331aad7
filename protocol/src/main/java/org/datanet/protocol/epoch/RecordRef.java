package org.datanet.protocol.epoch;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.VestingEntry;

/** A record within its datanet. Ordered as in the ledger and in the tables. */
record RecordRef(Bytes32 datanet, Bytes32 record) implements Comparable<RecordRef> {

  /** Reads what {@link #subject()} wrote. */
  static RecordRef ofSubject(Bytes subject) {
    return new RecordRef(
        Bytes32.wrap(subject.slice(0, Bytes32.SIZE)), Bytes32.wrap(subject.slice(Bytes32.SIZE)));
  }

  /** The key of what falls due about this record. */
  Bytes subject() {
    return Bytes.concatenate(datanet, record);
  }

  LedgerKey<RecordEntry> key() {
    return Keys.record(datanet, record);
  }

  LedgerKey<PanelEntry> panelKey() {
    return Keys.panel(datanet, record);
  }

  LedgerKey<VestingEntry> vestingKey() {
    return Keys.vesting(datanet, record);
  }

  @Override
  public int compareTo(RecordRef other) {
    int order = datanet.compareTo(other.datanet);
    return order != 0 ? order : record.compareTo(other.record);
  }
}
