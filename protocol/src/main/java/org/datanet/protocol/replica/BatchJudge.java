package org.datanet.protocol.replica;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.ProposerSchedule;
import org.datanet.protocol.consensus.SignatureCheck;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.epoch.EpochResult;
import org.datanet.protocol.epoch.EpochTransition;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.StateDigests;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.ContentFeatures;
import org.datanet.protocol.wire.EpochBatch;

/**
 * Executes batches on top of a chain and says whether they are what they claim. Building a batch
 * and judging one end in the same {@link Execution}.
 */
final class BatchJudge {

  private final ReplicaConfig config;

  BatchJudge(ReplicaConfig config) {
    this.config = config;
  }

  /**
   * A batch is right, or wrong for a reason; where it could be executed at all, with what came out
   * here.
   */
  sealed interface Judgement {
    record Valid(Execution execution) implements Judgement {}

    record Invalid(Refusal refusal, Optional<Execution> execution) implements Judgement {}
  }

  /**
   * @param operations all of the batch's, in its order
   * @param ownFeatures features of contents that this node holds; without them (a decided epoch of
   *     the past) the batch's are taken, since a quorum has vouched for them
   */
  Judgement judge(
      Chain chain,
      EpochBatch batch,
      List<SignedOperation> operations,
      Optional<TreeMap<WantedContent, ContentFeatures>> ownFeatures) {
    Optional<Refusal> refusal = checkFrame(chain, batch);
    if (refusal.isPresent()) {
      return new Judgement.Invalid(refusal.get(), Optional.empty());
    }
    Optional<List<EpochInputs.Item>> items = BatchInputs.items(batch, operations);
    if (items.isEmpty()) {
      return invalid(Reason.BATCH_FEATURES_DIFFER, "not those of each opening");
    }
    for (EpochInputs.Item item : items.get()) {
      if (ownFeatures.isPresent()
          && item.operation().operation() instanceof Operation.Contribute opening
          && !item.features()
              .equals(Optional.ofNullable(ownFeatures.get().get(WantedContent.of(opening))))) {
        return invalid(Reason.BATCH_FEATURES_DIFFER, "features of " + opening.cid());
      }
    }
    return compare(chain, batch, items.get());
  }

  private Judgement compare(Chain chain, EpochBatch batch, List<EpochInputs.Item> items) {
    EpochInputs inputs = BatchInputs.of(config.networkId(), config.parameters(), batch, items);
    return switch (EpochTransition.apply(chain.ledger(), inputs)) {
      case EpochResult.Refused refused ->
          new Judgement.Invalid(refused.refusal(), Optional.empty());
      case EpochResult.Applied applied -> compare(chain, batch, applied.outcome());
    };
  }

  private Judgement compare(Chain chain, EpochBatch batch, EpochOutcome outcome) {
    Execution own = execution(chain, outcome);
    EpochOutcome mine = own.outcome();
    Reason reason = null;
    if (!mine.attribution().root().equals(WireBytes.hash(batch.getAttributionRoot()))
        || !mine.reward().root().equals(WireBytes.hash(batch.getRewardRoot()))) {
      reason = Reason.BATCH_TABLES_DIFFER;
    } else if (!own.digest().root().equals(WireBytes.hash(batch.getStateDigest()))) {
      reason = Reason.BATCH_STATE_DIFFERS;
    } else if (!nextValidatorsHash(mine, batch.getEpoch())
        .equals(WireBytes.hash(batch.getNextValidatorsHash()))) {
      reason = Reason.BATCH_VALIDATORS_DIFFER;
    }
    return reason == null
        ? new Judgement.Valid(own)
        : new Judgement.Invalid(Refusal.of(reason), Optional.of(own));
  }

  /** The outcome as this node reports it, and the digest after it. */
  Execution execution(Chain chain, EpochOutcome outcome) {
    BucketDigest digest = chain.digest().fork();
    StateDigests.apply(digest, outcome.changes().changes());
    return new Execution(config.fault().apply(outcome), digest);
  }

  static Bytes32 nextValidatorsHash(EpochOutcome outcome, long epoch) {
    return Chain.hash(Chain.validators(outcome.changes(), epoch + 1));
  }

  private Optional<Refusal> checkFrame(Chain chain, EpochBatch batch) {
    if (batch.getEpoch() != chain.nextEpoch()
        || !WireBytes.hash(batch.getNetworkId()).equals(config.networkId())) {
      return Optional.of(Refusal.of(Reason.BATCH_WRONG_EPOCH));
    }
    ProposerSchedule schedule = new ProposerSchedule(chain.validators(batch.getEpoch()));
    if (!schedule
        .proposer(batch.getEpoch(), batch.getOriginRound())
        .equals(WireBytes.account(batch.getProposer()))) {
      return Optional.of(
          new Refusal(Reason.NOT_THE_PROPOSER, "of round " + batch.getOriginRound()));
    }
    if (chain.lastEpoch() == 0) {
      return batch.hasPreviousCertificate()
          ? Optional.of(new Refusal(Reason.BATCH_CERTIFICATE_INVALID, "epoch 1 has none"))
          : Optional.empty();
    }
    if (!batch.hasPreviousCertificate()) {
      return Optional.of(new Refusal(Reason.BATCH_CERTIFICATE_INVALID, "missing"));
    }
    return checkPrevious(chain, batch);
  }

  private Optional<Refusal> checkPrevious(Chain chain, EpochBatch batch) {
    Certificate previous = CertificateCodec.ofChecked(batch.getPreviousCertificate());
    if (previous.epoch() != chain.lastEpoch() || !previous.valueId().equals(chain.lastBatchId())) {
      return Optional.of(new Refusal(Reason.BATCH_CERTIFICATE_INVALID, "of another batch"));
    }
    Certificate.Finding finding =
        previous.check(chain.validators(previous.epoch()), signatureCheck());
    return finding == Certificate.Finding.VALID
        ? Optional.empty()
        : Optional.of(new Refusal(Reason.BATCH_CERTIFICATE_INVALID, finding.name()));
  }

  SignatureCheck signatureCheck() {
    return ConsensusCodec.signatureCheck(config.networkId(), config.verifier());
  }

  private static Judgement invalid(Reason reason, String detail) {
    return new Judgement.Invalid(new Refusal(reason, detail), Optional.empty());
  }
}
