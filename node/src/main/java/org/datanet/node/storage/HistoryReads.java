package org.datanet.node.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.identity.AccountId;

/** Lists, read from the index column page by page. */
final class HistoryReads implements HistoryIndex {

  private final Reads reads;
  private final EpochReads epochs;

  HistoryReads(Reads reads) {
    this.reads = reads;
    this.epochs = new EpochReads(reads);
  }

  /** What stands behind a list's prefix; no row has a value. */
  private record Row(byte[] suffix) {
    ByteBuffer fields() {
      return ByteBuffer.wrap(suffix);
    }
  }

  @FunctionalInterface
  private interface ToItem<T> {
    T of(Row row) throws IOException;
  }

  @Override
  public Page<RecordRef> records(RecordQuery query, Page.Request page) throws IOException {
    return switch (query) {
      case RecordQuery.OfDatanet(Bytes32 datanet) ->
          page(KeyLayout.recordsOf(datanet), page, row -> recordOf(datanet, row));
      case RecordQuery.InState(Bytes32 datanet, var state) ->
          page(
              KeyLayout.recordsIn(datanet, state.getNumber()), page, row -> recordOf(datanet, row));
      case RecordQuery.OfOwner(AccountId owner) ->
          page(KeyLayout.recordsBy(owner.publicKey()), page, HistoryReads::recordAnywhere);
      case RecordQuery.OfContent(Cid cid) ->
          page(KeyLayout.recordsOfContent(cid), page, HistoryReads::recordAnywhere);
    };
  }

  private static RecordRef recordAnywhere(Row row) {
    ByteBuffer fields = row.fields();
    long sealedEpoch = fields.getLong();
    return new RecordRef(id(fields), id(fields), sealedEpoch);
  }

  private static RecordRef recordOf(Bytes32 datanet, Row row) {
    ByteBuffer fields = row.fields();
    long sealedEpoch = fields.getLong();
    return new RecordRef(datanet, id(fields), sealedEpoch);
  }

  @Override
  public Page<RewardItem> rewards(AccountId account, Page.Request page) throws IOException {
    return page(
        KeyLayout.rewardsOf(account.publicKey()),
        page,
        row -> {
          ByteBuffer fields = row.fields();
          long epoch = KeyLayout.mirrored(fields.getLong());
          int index = fields.getInt();
          return new RewardItem(epoch, index, epochs.rewardRow(epoch, index));
        });
  }

  @Override
  public Page<OperationPlace> receipts(long epoch, Page.Request page) throws IOException {
    return page(
        KeyLayout.receipts(epoch), page, row -> epochs.placeOf(epoch, row.fields().getInt()));
  }

  @Override
  public Page<AttributionItem> attributions(Bytes32 datanet, Bytes32 record, Page.Request page)
      throws IOException {
    return page(
        KeyLayout.attributionsOf(datanet, record),
        page,
        row -> {
          ByteBuffer fields = row.fields();
          long epoch = KeyLayout.mirrored(fields.getLong());
          int index = fields.getInt();
          return new AttributionItem(epoch, index, epochs.attributionRow(epoch, index));
        });
  }

  @Override
  public Page<Bytes32> datanets(Page.Request page) throws IOException {
    return page(KeyLayout.datanets(), page, row -> Bytes32.wrap(row.suffix(), Long.BYTES));
  }

  @Override
  public Page<OperationPlace> operations(AccountId author, Page.Request page) throws IOException {
    return page(
        KeyLayout.operationsOf(author),
        page,
        row -> {
          ByteBuffer fields = row.fields();
          long epoch = KeyLayout.mirrored(fields.getLong());
          return epochs.placeOf(epoch, fields.getInt());
        });
  }

  private static Bytes32 id(ByteBuffer fields) {
    byte[] id = new byte[Bytes32.SIZE];
    fields.get(id);
    return Bytes32.wrap(id);
  }

  private <T> Page<T> page(byte[] prefix, Page.Request request, ToItem<T> toItem)
      throws IOException {
    byte[] cursor = request.cursor().map(Bytes::toArrayUnsafe).orElse(KeyLayout.ALL);
    List<Row> rows = new ArrayList<>();
    // One more than asked for tells whether another page follows.
    reads.scan(
        Column.INDEX,
        prefix,
        KeyLayout.concat(prefix, cursor, KeyLayout.ALL),
        (key, value) -> {
          byte[] suffix = Arrays.copyOfRange(key, prefix.length, key.length);
          if (!Arrays.equals(suffix, cursor)) {
            rows.add(new Row(suffix));
          }
          return rows.size() <= request.itemsMax();
        });
    boolean more = rows.size() > request.itemsMax();
    List<Row> wanted = more ? rows.subList(0, request.itemsMax()) : rows;
    List<T> items = new ArrayList<>(wanted.size());
    for (Row row : wanted) {
      items.add(toItem.of(row));
    }
    return new Page<>(
        items,
        more ? Optional.of(Bytes.wrap(wanted.get(wanted.size() - 1).suffix())) : Optional.empty());
  }
}
