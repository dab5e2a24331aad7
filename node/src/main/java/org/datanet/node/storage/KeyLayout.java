package org.datanet.node.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;

/**
 * The only place that knows bytes of keys. Integers are big-endian, so that key order is their
 * order; an epoch that is to be listed newest first is stored as {@code Long.MAX_VALUE − epoch}.
 *
 * <pre>
 * default     ascii names: network, format, genesis, genesis-digest, last-epoch, content-bytes
 * content     cid digest 32                              → content
 * operations  operation id 32                            → place in the queue 8 ‖ envelope
 * epochs      01 epoch 8                                 → DecidedEpoch without operations
 *             02 epoch 8 ‖ index 4                       → envelope
 *             03 batch id 32                             → epoch 8
 *             04 operation id 32                         → epoch 8 ‖ index 4
 * ledger      a ledger key, tags 00 … 10                 → entry (docs/protocol.md §4)
 *             ff bucket 2                                → 2,048 bytes of lanes
 * tables      01 epoch 8 ‖ row 4                         → AttributionRow
 *             02 epoch 8 ‖ row 4                         → RewardRow
 * votes       epoch 8 ‖ number 4                         → message
 * peers       index 4                                    → what is known of one
 * index       01 datanet ‖ sealed 8 ‖ record             → nothing
 *             02 datanet ‖ state 1 ‖ sealed 8 ‖ record   → nothing
 *             03 owner ‖ sealed 8 ‖ datanet ‖ record     → nothing
 *             04 account ‖ ~epoch 8 ‖ row 4              → nothing
 *             05 epoch 8 ‖ index 4                       → nothing; the operation is a use
 *             06 datanet ‖ record ‖ ~epoch 8 ‖ row 4     → nothing
 *             07 created 8 ‖ datanet                     → nothing
 *             08 account ‖ ~epoch 8 ‖ index 4            → nothing
 *             09 cid digest ‖ sealed 8 ‖ datanet ‖ record → nothing
 * </pre>
 */
final class KeyLayout {

  static final byte[] NETWORK = ascii("network");
  static final byte[] FORMAT = ascii("format");
  static final byte[] GENESIS = ascii("genesis");
  static final byte[] GENESIS_DIGEST = ascii("genesis-digest");
  static final byte[] LAST_EPOCH = ascii("last-epoch");
  static final byte[] CONTENT_BYTES = ascii("content-bytes");

  static final byte[] ALL = new byte[0];
  static final byte[] BUCKETS = {(byte) 0xff};

  private KeyLayout() {}

  static byte[] content(Cid cid) {
    return cid.digest().toArray();
  }

  static byte[] pending(OperationId id) {
    return id.digest().toArray();
  }

  static byte[] header(long epoch) {
    return key(9).put((byte) 1).putLong(epoch).array();
  }

  static byte[] envelopes(long epoch) {
    return key(9).put((byte) 2).putLong(epoch).array();
  }

  static byte[] envelope(long epoch, int index) {
    return key(13).put((byte) 2).putLong(epoch).putInt(index).array();
  }

  static byte[] batch(Bytes32 batchId) {
    return key(33).put((byte) 3).put(batchId.toArrayUnsafe()).array();
  }

  static byte[] place(OperationId id) {
    return key(33).put((byte) 4).put(id.digest().toArrayUnsafe()).array();
  }

  static byte[] bucket(int bucket) {
    return key(3).put((byte) 0xff).putShort((short) bucket).array();
  }

  static byte[] attributionRows(long epoch) {
    return key(9).put((byte) 1).putLong(epoch).array();
  }

  static byte[] attributionRow(long epoch, int row) {
    return key(13).put((byte) 1).putLong(epoch).putInt(row).array();
  }

  static byte[] rewardRows(long epoch) {
    return key(9).put((byte) 2).putLong(epoch).array();
  }

  static byte[] rewardRow(long epoch, int row) {
    return key(13).put((byte) 2).putLong(epoch).putInt(row).array();
  }

  static byte[] votes(long epoch) {
    return key(8).putLong(epoch).array();
  }

  static byte[] vote(long epoch, int number) {
    return key(12).putLong(epoch).putInt(number).array();
  }

  static byte[] peer(int index) {
    return Bytes.ofUnsignedInt(index).toArray();
  }

  static byte[] recordsOf(Bytes32 datanet) {
    return key(33).put((byte) 1).put(datanet.toArrayUnsafe()).array();
  }

  /** Behind {@link #recordsOf}: sealed epoch, record. */
  static byte[] recordOf(Bytes32 datanet, long sealedEpoch, Bytes32 record) {
    return concat(recordsOf(datanet), sealed(sealedEpoch), record.toArrayUnsafe());
  }

  static byte[] recordsIn(Bytes32 datanet, int state) {
    return key(34).put((byte) 2).put(datanet.toArrayUnsafe()).put((byte) state).array();
  }

  /** Behind {@link #recordsIn}: sealed epoch, record. */
  static byte[] recordIn(Bytes32 datanet, int state, long sealedEpoch, Bytes32 record) {
    return concat(recordsIn(datanet, state), sealed(sealedEpoch), record.toArrayUnsafe());
  }

  static byte[] recordsBy(Bytes32 owner) {
    return key(33).put((byte) 3).put(owner.toArrayUnsafe()).array();
  }

  /** Behind {@link #recordsBy}: sealed epoch, datanet, record. */
  static byte[] recordBy(Bytes32 owner, long sealedEpoch, Bytes32 datanet, Bytes32 record) {
    return concat(
        recordsBy(owner),
        sealed(sealedEpoch),
        concat(datanet.toArrayUnsafe(), record.toArrayUnsafe(), ALL));
  }

  static byte[] rewardsOf(Bytes32 account) {
    return key(33).put((byte) 4).put(account.toArrayUnsafe()).array();
  }

  static byte[] rewardOf(Bytes32 account, long epoch, int row) {
    return concat(rewardsOf(account), newestFirst(epoch, row), ALL);
  }

  static byte[] receipts(long epoch) {
    return key(9).put((byte) 5).putLong(epoch).array();
  }

  static byte[] receipt(long epoch, int index) {
    return key(13).put((byte) 5).putLong(epoch).putInt(index).array();
  }

  static byte[] attributionsOf(Bytes32 datanet, Bytes32 record) {
    return key(65).put((byte) 6).put(datanet.toArrayUnsafe()).put(record.toArrayUnsafe()).array();
  }

  static byte[] attributionOf(Bytes32 datanet, Bytes32 record, long epoch, int row) {
    return concat(attributionsOf(datanet, record), newestFirst(epoch, row), ALL);
  }

  static byte[] datanets() {
    return new byte[] {7};
  }

  /** Behind {@link #datanets}: created epoch, datanet. */
  static byte[] datanet(long createdEpoch, Bytes32 datanet) {
    return concat(datanets(), sealed(createdEpoch), datanet.toArrayUnsafe());
  }

  static byte[] operationsOf(AccountId author) {
    return key(33).put((byte) 8).put(author.publicKey().toArrayUnsafe()).array();
  }

  static byte[] operationOf(AccountId author, long epoch, int index) {
    return concat(operationsOf(author), newestFirst(epoch, index), ALL);
  }

  static byte[] recordsOfContent(Cid cid) {
    return key(33).put((byte) 9).put(cid.digest().toArrayUnsafe()).array();
  }

  /** Behind {@link #recordsOfContent}: sealed epoch, datanet, record. */
  static byte[] recordOfContent(Cid cid, long sealedEpoch, Bytes32 datanet, Bytes32 record) {
    return concat(
        recordsOfContent(cid),
        sealed(sealedEpoch),
        concat(datanet.toArrayUnsafe(), record.toArrayUnsafe(), ALL));
  }

  /** Behind every key that starts so and ends with a number. */
  static byte[] behind(byte[] prefix) {
    return key(prefix.length + 8).put(prefix).putLong(-1).array();
  }

  /** Of a row of a table, from its key. */
  static int rowOf(byte[] key) {
    return ByteBuffer.wrap(key).getInt(key.length - 4);
  }

  static byte[] number(long value) {
    return key(8).putLong(value).array();
  }

  /** Reads what {@link #number} wrote. */
  static long numberOf(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  /** The epoch that was stored as {@code Long.MAX_VALUE − epoch}; the same in both directions. */
  static long mirrored(long epoch) {
    return Long.MAX_VALUE - epoch;
  }

  static byte[] concat(byte[] first, byte[] second, byte[] third) {
    return key(first.length + second.length + third.length)
        .put(first)
        .put(second)
        .put(third)
        .array();
  }

  private static byte[] newestFirst(long epoch, int row) {
    return key(12).putLong(mirrored(epoch)).putInt(row).array();
  }

  private static byte[] sealed(long epoch) {
    return key(8).putLong(epoch).array();
  }

  private static ByteBuffer key(int bytes) {
    return ByteBuffer.allocate(bytes);
  }

  private static byte[] ascii(String name) {
    return name.getBytes(US_ASCII);
  }
}
