package org.datanet.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.epoch.EpochLimits;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.replica.BatchCodec;
import org.datanet.protocol.replica.CertificateCodec;
import org.datanet.protocol.wire.EpochBatch;

/** A batch is refused with its one reason, or its lengths are what the judge relies on. */
public final class BatchTarget implements FuzzTarget {

  @Override
  public String name() {
    return "batch";
  }

  @Override
  public void accept(byte[] input) {
    EpochBatch batch;
    try {
      batch = EpochBatch.parseFrom(input);
    } catch (InvalidProtocolBufferException refused) {
      return;
    }
    Optional<Refusal> refusal = BatchCodec.check(batch);
    if (refusal.isPresent()) {
      assertThat(refusal.get().reason()).isEqualTo(Reason.BATCH_MALFORMED);
      return;
    }
    assertThat(BatchCodec.id(batch)).isEqualTo(BatchCodec.id(batch.toBuilder().build()));
    int operations = batch.getOperationIds().size() / 32;
    assertThat(operations).isLessThanOrEqualTo(EpochLimits.OPERATIONS_MAX);
    assertThat(batch.getFeaturesCount()).isLessThanOrEqualTo(operations);
    if (batch.hasPreviousCertificate()) {
      assertThat(CertificateCodec.ofChecked(batch.getPreviousCertificate()).epoch()).isPositive();
    }
  }
}
