package org.datanet.protocol.replica;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.ConsensusLimits;
import org.datanet.protocol.epoch.EpochLimits;
import org.datanet.protocol.hashing.Domain;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.wire.EpochBatch;

/** The form of a batch, which needs no ledger, and its id. docs/protocol.md §5. */
public final class BatchCodec {

  private static final Domain BATCH = Domain.of("batch");

  private BatchCodec() {}

  /** What consensus decides: {@code H("batch" ‖ canonical bytes)}. */
  public static Bytes32 id(EpochBatch batch) {
    return Hasher.of(BATCH).addBytes(batch.toByteArray()).digest();
  }

  /** {@code BATCH_MALFORMED} where a length or a number is out of its range. */
  public static Optional<Refusal> check(EpochBatch batch) {
    if (batch.getEpoch() < 1
        || batch.getOriginRound() < 0
        || batch.getOriginRound() > ConsensusLimits.ROUND_MAX
        || batch.getTimestampMs() < 0) {
      return malformed("a number out of its range");
    }
    if (!is32(batch.getNetworkId())
        || !is32(batch.getProposer())
        || !is32(batch.getBeaconLayer())
        || !is32(batch.getStateDigest())
        || !is32(batch.getAttributionRoot())
        || !is32(batch.getRewardRoot())
        || !is32(batch.getNextValidatorsHash())) {
      return malformed("an id or digest that has not 32 bytes");
    }
    if (batch.hasPreviousCertificate()
        && CertificateCodec.parse(batch.getPreviousCertificate()).isEmpty()) {
      return malformed("the previous certificate");
    }
    return checkOperations(batch);
  }

  private static Optional<Refusal> checkOperations(EpochBatch batch) {
    ByteString ids = batch.getOperationIds();
    int count = ids.size() / Bytes32.SIZE;
    if (ids.size() % Bytes32.SIZE != 0 || count > EpochLimits.OPERATIONS_MAX) {
      return malformed("operation ids: " + ids.size() + " bytes");
    }
    if (batch.getFeaturesCount() > count) {
      return malformed("more features than operations");
    }
    TreeSet<ByteBuffer> seen = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      int offset = i * Bytes32.SIZE;
      if (!seen.add(ids.substring(offset, offset + Bytes32.SIZE).asReadOnlyByteBuffer())) {
        return malformed("an operation twice");
      }
    }
    return Optional.empty();
  }

  private static boolean is32(ByteString bytes) {
    return bytes.size() == Bytes32.SIZE;
  }

  private static Optional<Refusal> malformed(String detail) {
    return Optional.of(new Refusal(Reason.BATCH_MALFORMED, detail));
  }
}
