package org.datanet.node.storage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.RewardRow;

/** Epochs and tables, read back. */
final class EpochReads implements EpochStore {

  /** Of an envelope inside a message: its tag and length. */
  private static final int FRAME_BYTES = 5;

  private final Reads reads;

  EpochReads(Reads reads) {
    this.reads = reads;
  }

  /** Parses a stored message. */
  @FunctionalInterface
  private interface Parse<T> {
    T of(byte[] bytes) throws InvalidProtocolBufferException;
  }

  private static <T> T parse(Parse<T> parser, byte[] bytes) throws IOException {
    try {
      return parser.of(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("a stored message does not parse: the store is damaged", e);
    }
  }

  @Override
  public Optional<Genesis> genesis() throws IOException {
    Optional<byte[]> bytes = reads.get(Column.META, KeyLayout.GENESIS);
    return bytes.isEmpty() ? Optional.empty() : Optional.of(parse(Genesis::parseFrom, bytes.get()));
  }

  @Override
  public OptionalLong lastEpoch() throws IOException {
    return number(reads.get(Column.META, KeyLayout.LAST_EPOCH));
  }

  @Override
  public Optional<DecidedEpoch> header(long epoch) throws IOException {
    Optional<byte[]> bytes = reads.get(Column.EPOCHS, KeyLayout.header(epoch));
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(parse(DecidedEpoch::parseFrom, bytes.get()));
  }

  @Override
  public Optional<DecidedEpoch> decided(long epoch) throws IOException {
    Optional<DecidedEpoch> header = header(epoch);
    if (header.isEmpty()) {
      return header;
    }
    DecidedEpoch.Builder decided = header.get().toBuilder();
    for (byte[] envelope : values(Column.EPOCHS, KeyLayout.envelopes(epoch))) {
      decided.addOperations(ByteString.copyFrom(envelope));
    }
    return Optional.of(decided.build());
  }

  @Override
  public Optional<DecidedEpoch> decided(long epoch, long bytesMax) throws IOException {
    Optional<DecidedEpoch> header = header(epoch);
    if (header.isEmpty()) {
      return header;
    }
    DecidedEpoch.Builder whole = header.get().toBuilder();
    long[] bytes = {header.get().getSerializedSize()};
    byte[] envelopes = KeyLayout.envelopes(epoch);
    reads.scan(
        Column.EPOCHS,
        envelopes,
        envelopes,
        (key, envelope) -> {
          bytes[0] += envelope.length + FRAME_BYTES;
          whole.addOperations(ByteString.copyFrom(envelope));
          return bytes[0] <= bytesMax;
        });
    return bytes[0] <= bytesMax ? Optional.of(whole.build()) : header;
  }

  @Override
  public OptionalLong epochOfBatch(Bytes32 batchId) throws IOException {
    return number(reads.get(Column.EPOCHS, KeyLayout.batch(batchId)));
  }

  @Override
  public Optional<OperationPlace> place(OperationId id) throws IOException {
    return reads
        .get(Column.EPOCHS, KeyLayout.place(id))
        .map(ByteBuffer::wrap)
        .map(place -> new OperationPlace(id, place.getLong(), place.getInt()));
  }

  /** What stands there. An id follows from its envelope, so no list keeps it a second time. */
  OperationPlace placeOf(long epoch, int index) throws IOException {
    byte[] envelope =
        reads.get(Column.EPOCHS, KeyLayout.envelope(epoch, index)).orElseThrow(EpochReads::missing);
    return new OperationPlace(OperationId.of(envelope), epoch, index);
  }

  @Override
  public Optional<Bytes> envelope(OperationId id) throws IOException {
    Optional<OperationPlace> place = place(id);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    byte[] key = KeyLayout.envelope(place.get().epoch(), place.get().index());
    return reads.get(Column.EPOCHS, key).map(Bytes::wrap);
  }

  @Override
  public Optional<AttributionTable> attribution(long epoch) throws IOException {
    if (header(epoch).isEmpty()) {
      return Optional.empty();
    }
    List<AttributionRow> rows = new ArrayList<>();
    for (byte[] row : values(Column.TABLES, KeyLayout.attributionRows(epoch))) {
      rows.add(parse(AttributionRow::parseFrom, row));
    }
    return Optional.of(new AttributionTable(rows));
  }

  @Override
  public Optional<RewardTable> reward(long epoch) throws IOException {
    if (header(epoch).isEmpty()) {
      return Optional.empty();
    }
    List<RewardRow> rows = new ArrayList<>();
    for (byte[] row : values(Column.TABLES, KeyLayout.rewardRows(epoch))) {
      rows.add(parse(RewardRow::parseFrom, row));
    }
    return Optional.of(new RewardTable(rows));
  }

  @Override
  public int attributionRows(long epoch) throws IOException {
    return rows(KeyLayout.attributionRows(epoch));
  }

  @Override
  public int rewardRows(long epoch) throws IOException {
    return rows(KeyLayout.rewardRows(epoch));
  }

  private int rows(byte[] table) throws IOException {
    return reads.lastKey(Column.TABLES, table).map(key -> KeyLayout.rowOf(key) + 1).orElse(0);
  }

  @Override
  public List<AttributionRow> attribution(long epoch, RowRange range) throws IOException {
    byte[] first = KeyLayout.attributionRow(epoch, range.from());
    return rows(KeyLayout.attributionRows(epoch), first, range, AttributionRow::parseFrom);
  }

  @Override
  public List<RewardRow> reward(long epoch, RowRange range) throws IOException {
    byte[] first = KeyLayout.rewardRow(epoch, range.from());
    return rows(KeyLayout.rewardRows(epoch), first, range, RewardRow::parseFrom);
  }

  private <T> List<T> rows(byte[] table, byte[] first, RowRange range, Parse<T> parser)
      throws IOException {
    List<byte[]> values = new ArrayList<>();
    long[] bytes = new long[1];
    reads.scan(
        Column.TABLES,
        table,
        first,
        (key, row) -> {
          bytes[0] += row.length;
          boolean fits = values.size() < range.rowsMax() && bytes[0] <= range.bytesMax();
          if (fits) {
            values.add(row);
          }
          return fits;
        });
    List<T> rows = new ArrayList<>();
    for (byte[] row : values) {
      rows.add(parse(parser, row));
    }
    return rows;
  }

  RewardRow rewardRow(long epoch, int row) throws IOException {
    return parse(RewardRow::parseFrom, row(KeyLayout.rewardRow(epoch, row)));
  }

  AttributionRow attributionRow(long epoch, int row) throws IOException {
    return parse(AttributionRow::parseFrom, row(KeyLayout.attributionRow(epoch, row)));
  }

  private byte[] row(byte[] key) throws IOException {
    return reads.get(Column.TABLES, key).orElseThrow(EpochReads::missing);
  }

  private static IOException missing() {
    return new IOException("an indexed row is missing: the store is damaged");
  }

  private List<byte[]> values(Column column, byte[] prefix) throws IOException {
    List<byte[]> values = new ArrayList<>();
    reads.scan(
        column,
        prefix,
        prefix,
        (key, value) -> {
          values.add(value);
          return true;
        });
    return values;
  }

  private static OptionalLong number(Optional<byte[]> value) {
    return value.map(KeyLayout::numberOf).map(OptionalLong::of).orElse(OptionalLong.empty());
  }
}
