package org.datanet.node.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.audit.AuditReport.Failed;
import org.datanet.node.audit.AuditReport.RowDifference;
import org.datanet.node.audit.AuditReport.What;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.ProposerSchedule;
import org.datanet.protocol.consensus.ValidatorSet;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.epoch.EpochResult;
import org.datanet.protocol.epoch.EpochTransition;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.ledger.StateDigests;
import org.datanet.protocol.operation.DecodeResult;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.replica.BatchCodec;
import org.datanet.protocol.replica.BatchInputs;
import org.datanet.protocol.replica.CertificateCodec;
import org.datanet.protocol.replica.Chain;
import org.datanet.protocol.replica.ConsensusCodec;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.EpochCertificate;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.NetworkParameters;

/** A ledger that is carried from epoch to epoch; stops at the first thing that does not follow. */
final class EpochReplay {

  private final Bytes32 networkId;
  private final NetworkParameters parameters;
  private final SignatureVerifier verifier;
  private final MemoryLedger ledger = new MemoryLedger();
  private final BucketDigest digest = BucketDigest.empty();
  private long operations;

  /** Of the last epoch replayed; empty before the first. */
  private Optional<Previous> previous = Optional.empty();

  private record Previous(Bytes32 batchId, ValidatorSet validators) {}

  private EpochReplay(Bytes32 networkId, NetworkParameters parameters, SignatureVerifier verifier) {
    this.networkId = networkId;
    this.parameters = parameters;
    this.verifier = verifier;
  }

  static EpochReplay from(Genesis genesis, Bytes32 networkId, SignatureVerifier verifier) {
    EpochReplay replay = new EpochReplay(networkId, genesis.getParameters(), verifier);
    replay.take(GenesisLedger.changes(genesis));
    return replay;
  }

  Ledger ledger() {
    return ledger;
  }

  long operations() {
    return operations;
  }

  Bytes32 stateDigest() {
    return digest.root();
  }

  private void take(LedgerChanges changes) {
    List<LedgerChanges.Change> applied = changes.changes();
    StateDigests.apply(digest, applied);
    ledger.apply(applied);
  }

  /** A check that failed, carried out of the steps below. */
  private static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failed failed;

    Mismatch(Failed failed) {
      super(failed.what().name());
      this.failed = failed;
    }
  }

  /** Executes the next epoch; empty if everything in it holds. */
  Optional<Failed> step(
      long epoch, DecidedEpoch decided, AttributionTable attribution, RewardTable reward) {
    try {
      EpochBatch batch = decided.getBatch();
      ValidatorSet validators = Chain.validators(ledger, epoch);
      Bytes32 batchId = checkBatch(epoch, batch, validators);
      checkCertificate(
          epoch, What.CERTIFICATE, decided.getCertificate(), new Previous(batchId, validators));
      checkPrevious(epoch, batch);
      List<EpochInputs.Item> items = items(epoch, decided);
      EpochOutcome outcome = execute(epoch, batch, items);
      checkTables(epoch, batch, outcome, attribution, reward);
      checkNextValidators(epoch, batch, outcome);
      take(outcome.changes());
      require(epoch, What.STATE_DIGEST, digest.root(), WireBytes.hash(batch.getStateDigest()));
      previous = Optional.of(new Previous(batchId, validators));
      operations += items.size();
      return Optional.empty();
    } catch (Mismatch e) {
      return Optional.of(e.failed);
    }
  }

  private Bytes32 checkBatch(long epoch, EpochBatch batch, ValidatorSet validators)
      throws Mismatch {
    Optional<Refusal> malformed = BatchCodec.check(batch);
    if (malformed.isPresent()) {
      throw mismatch(epoch, What.BATCH, "a batch in form", malformed.get().message());
    }
    require(epoch, What.BATCH, epoch, batch.getEpoch());
    require(epoch, What.BATCH, networkId, WireBytes.hash(batch.getNetworkId()));
    AccountId proposer = new ProposerSchedule(validators).proposer(epoch, batch.getOriginRound());
    require(epoch, What.BATCH, proposer, WireBytes.account(batch.getProposer()));
    return BatchCodec.id(batch);
  }

  private void checkPrevious(long epoch, EpochBatch batch) throws Mismatch {
    require(epoch, What.PREVIOUS_CERTIFICATE, previous.isPresent(), batch.hasPreviousCertificate());
    if (previous.isPresent()) {
      checkCertificate(
          epoch - 1, What.PREVIOUS_CERTIFICATE, batch.getPreviousCertificate(), previous.get());
    }
  }

  /** The certificate is of this batch and a quorum of these validators signed it. */
  private void checkCertificate(long epoch, What what, EpochCertificate wire, Previous certified)
      throws Mismatch {
    Optional<Certificate> certificate = CertificateCodec.parse(wire);
    if (certificate.isEmpty()) {
      throw mismatch(epoch, what, "a certificate in form", "other bytes");
    }
    require(epoch, what, epoch, certificate.get().epoch());
    require(epoch, what, certified.batchId(), certificate.get().valueId());
    Certificate.Finding finding =
        certificate
            .get()
            .check(certified.validators(), ConsensusCodec.signatureCheck(networkId, verifier));
    require(epoch, what, Certificate.Finding.VALID, finding);
  }

  private List<EpochInputs.Item> items(long epoch, DecidedEpoch decided) throws Mismatch {
    EpochBatch batch = decided.getBatch();
    Bytes ids = Bytes.wrap(batch.getOperationIds().toByteArray());
    require(epoch, What.OPERATIONS, ids.size() / Bytes32.SIZE, decided.getOperationsCount());
    List<SignedOperation> operations = new ArrayList<>();
    for (int i = 0; i < decided.getOperationsCount(); i++) {
      SignedOperation operation = decode(epoch, i, decided.getOperations(i));
      require(
          epoch,
          What.OPERATIONS,
          ids.slice(i * Bytes32.SIZE, Bytes32.SIZE),
          operation.id().digest());
      operations.add(operation);
    }
    return BatchInputs.items(batch, operations)
        .orElseThrow(
            () ->
                mismatch(
                    epoch,
                    What.OPERATIONS,
                    "features of each opening",
                    batch.getFeaturesCount() + " entries"));
  }

  private SignedOperation decode(long epoch, int index, ByteString envelope) throws Mismatch {
    return switch (OperationCodec.decode(envelope.toByteArray(), networkId, verifier)) {
      case DecodeResult.Decoded(SignedOperation operation) -> operation;
      case DecodeResult.Rejected(Refusal refusal) ->
          throw mismatch(
              epoch,
              What.OPERATIONS,
              "an operation that verifies",
              "operation " + index + ": " + refusal.message());
    };
  }

  private EpochOutcome execute(long epoch, EpochBatch batch, List<EpochInputs.Item> items)
      throws Mismatch {
    EpochInputs inputs = BatchInputs.of(networkId, parameters, batch, items);
    return switch (EpochTransition.apply(ledger, inputs)) {
      case EpochResult.Applied(EpochOutcome outcome) -> outcome;
      case EpochResult.Refused(int index, Refusal refusal) ->
          throw mismatch(
              epoch,
              What.EXECUTION,
              "a batch that applies",
              "operation " + index + ": " + refusal.reason() + ", " + refusal.message());
    };
  }

  /** The certified roots, and the rows in the store behind them. */
  private static void checkTables(
      long epoch,
      EpochBatch batch,
      EpochOutcome outcome,
      AttributionTable attribution,
      RewardTable reward)
      throws Mismatch {
    Optional<RowDifference> attributionRow =
        firstDifference(outcome.attribution().rows(), attribution.rows());
    Bytes32 attributionRoot = outcome.attribution().root();
    requireTable(
        epoch,
        What.ATTRIBUTION_TABLE,
        attributionRoot,
        List.of(WireBytes.hash(batch.getAttributionRoot()), attribution.root()),
        attributionRow);
    requireTable(
        epoch,
        What.REWARD_TABLE,
        outcome.reward().root(),
        List.of(WireBytes.hash(batch.getRewardRoot()), reward.root()),
        firstDifference(outcome.reward().rows(), reward.rows()));
  }

  private static void requireTable(
      long epoch, What what, Bytes32 root, List<Bytes32> found, Optional<RowDifference> row)
      throws Mismatch {
    for (Bytes32 other : found) {
      if (!other.equals(root)) {
        throw new Mismatch(new Failed(epoch, what, root.toHexString(), other.toHexString(), row));
      }
    }
  }

  private static Optional<RowDifference> firstDifference(
      List<? extends MessageLite> expected, List<? extends MessageLite> got) {
    for (int i = 0; i < Math.max(expected.size(), got.size()); i++) {
      Optional<MessageLite> left = row(expected, i);
      Optional<MessageLite> right = row(got, i);
      if (!left.equals(right)) {
        return Optional.of(
            new RowDifference("row " + i, OfflineVerifier.text(left), OfflineVerifier.text(right)));
      }
    }
    return Optional.empty();
  }

  private static Optional<MessageLite> row(List<? extends MessageLite> rows, int index) {
    return index < rows.size() ? Optional.of(rows.get(index)) : Optional.empty();
  }

  private static void checkNextValidators(long epoch, EpochBatch batch, EpochOutcome outcome)
      throws Mismatch {
    require(
        epoch,
        What.NEXT_VALIDATORS,
        Chain.hash(Chain.validators(outcome.changes(), epoch + 1)),
        WireBytes.hash(batch.getNextValidatorsHash()));
  }

  private static void require(long epoch, What what, Object expected, Object got) throws Mismatch {
    if (!expected.equals(got)) {
      throw mismatch(epoch, what, expected.toString(), got.toString());
    }
  }

  private static Mismatch mismatch(long epoch, What what, String expected, String got) {
    return new Mismatch(new Failed(epoch, what, expected, got, Optional.empty()));
  }
}
