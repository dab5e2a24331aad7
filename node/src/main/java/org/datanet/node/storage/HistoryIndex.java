package org.datanet.node.storage;

import java.io.IOException;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.RecordState;
import org.datanet.protocol.wire.RewardRow;

/** Lists for people, kept beside the ledger and derived from it. No rule reads them. */
public interface HistoryIndex {

  /** Which records are listed; each list is in the order in which they were sealed. */
  sealed interface RecordQuery {
    record OfDatanet(Bytes32 datanet) implements RecordQuery {}

    record InState(Bytes32 datanet, RecordState state) implements RecordQuery {}

    record OfOwner(AccountId owner) implements RecordQuery {}

    /** In whatever datanet, and whatever became of them. */
    record OfContent(Cid cid) implements RecordQuery {}
  }

  /** A record's names; its entry is in the ledger. */
  record RecordRef(Bytes32 datanet, Bytes32 record, long sealedEpoch) {}

  /**
   * @param rowIndex the row's place in the epoch's reward table, for its proof
   */
  record RewardItem(long epoch, int rowIndex, RewardRow row) {}

  /**
   * @param rowIndex the row's place in the epoch's attribution table, for its proof
   */
  record AttributionItem(long epoch, int rowIndex, AttributionRow row) {}

  Page<RecordRef> records(RecordQuery query, Page.Request page) throws IOException;

  /** An account's reward rows, newest epoch first, in table order inside an epoch. */
  Page<RewardItem> rewards(AccountId account, Page.Request page) throws IOException;

  /** The uses that an epoch holds, in its order. */
  Page<OperationPlace> receipts(long epoch, Page.Request page) throws IOException;

  /** What receipts paid to a record, newest epoch first. */
  Page<AttributionItem> attributions(Bytes32 datanet, Bytes32 record, Page.Request page)
      throws IOException;

  /** Ids of datanets, oldest first. */
  Page<Bytes32> datanets(Page.Request page) throws IOException;

  /** Decided operations of an author, newest epoch first, in batch order inside an epoch. */
  Page<OperationPlace> operations(AccountId author, Page.Request page) throws IOException;
}
