package org.datanet.protocol.replica;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.SignedVote;
import org.datanet.protocol.consensus.ValidatorSet;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;

/**
 * A node's core: inputs in, effects out, in order. The same inputs give the same effects; nothing
 * here waits, sends, stores or looks at a clock. One thread. docs/architecture.md shows the way of
 * one record through it.
 */
public final class Replica {

  /** Where the chain stands once the commit of these operations is confirmed. */
  private record Committing(Chain chain, List<SignedOperation> operations) {}

  private final ReplicaConfig config;
  private final Admissions admissions;
  private final BatchJudge judge;
  private final OperationPool pool = new OperationPool();
  private final OpeningContents contents;
  private final Deque<Input.Decided> catchUp = new ArrayDeque<>();
  private EarlyVotes earlyVotes;
  private List<Bytes> recoveredVotes = List.of();
  private Chain chain;
  private Optional<CurrentEpoch> previous = Optional.empty();
  private CurrentEpoch current;
  private Optional<Committing> committing = Optional.empty();
  private Optional<Contradiction> contradiction = Optional.empty();
  private boolean begun;
  private boolean halted;

  /**
   * @param pending operations that were stored and are in no decided epoch yet
   */
  public Replica(ReplicaConfig config, Chain chain, List<SignedOperation> pending) {
    this.config = config;
    this.chain = chain;
    this.judge = new BatchJudge(config);
    this.admissions = new Admissions(config, pool);
    this.contents = new OpeningContents(config.networkId(), pool);
    pending.forEach(operation -> admissions.restore(chain, operation));
    this.current = epochOn(List.of());
    this.earlyVotes = earlyVotesOn(chain);
  }

  private static EarlyVotes earlyVotesOn(Chain chain) {
    return new EarlyVotes(chain.validators(chain.nextEpoch() + 1));
  }

  private CurrentEpoch epochOn(List<ConsensusCodec.Message> recovered) {
    return CurrentEpoch.of(config, chain, new PoolView(pool, contents), recovered);
  }

  /**
   * Takes one input.
   *
   * @param nowMs wall time, for the batch's display timestamp and for pacing only
   * @throws IllegalStateException for what only a bug can bring about, such as an input before the
   *     start or before the last commit was confirmed
   */
  public List<Effect> step(long nowMs, Input input) {
    List<Effect> effects = new ArrayList<>();
    if (halted) {
      return effects;
    }
    if (contradiction.isPresent()) {
      awaitTables(contradiction.get(), input, effects);
      return effects;
    }
    boolean begins = input instanceof Input.VotesRecovered || input instanceof Input.Started;
    if (begins == begun) {
      throw new IllegalStateException("out of turn, at the beginning: " + input);
    }
    if (committing.isPresent() && !(input instanceof Input.Committed)) {
      throw new IllegalStateException("an input before the commit was confirmed: " + input);
    }
    switch (input) {
      case Input.VotesRecovered recovered -> recoveredVotes = List.copyOf(recovered.messages());
      case Input.Started() -> begin(effects);
      case Input.OperationArrived arrived -> onOperation(arrived, effects);
      case Input.ContentReady ready -> {
        contents.ready(ready.content(), ready.features(), effects);
        current.onContent(nowMs, effects);
      }
      case Input.ContentRefused refused -> dropOpeningsOf(refused, effects);
      case Input.ProposalArrived arrived -> onProposal(arrived, nowMs, effects);
      case Input.VoteArrived arrived -> onVote(arrived, nowMs, effects);
      case Input.OperationsArrived arrived ->
          current.onOperations(arrived.batchId(), arrived.operations(), nowMs, effects);
      case Input.TablesArrived tables -> current.onTables(tables, effects);
      case Input.EpochsArrived epochs -> onEpochs(epochs, effects);
      case Input.Committed committed -> onCommitted(committed.epoch(), nowMs, effects);
      case Input.TimerElapsed elapsed -> onTimer(elapsed.timer(), nowMs, effects);
    }
    proceed(effects);
    return effects;
  }

  private void begin(List<Effect> effects) {
    begun = true;
    List<ConsensusCodec.Message> messages = new ArrayList<>();
    for (Bytes message : recoveredVotes) {
      messages.add(ConsensusCodec.parseOwn(message));
    }
    current = epochOn(messages);
    effects.add(new Effect.SetTimer(new Timer.Start(current.epoch()), 0));
    contents.pooled(chain.ledger(), pool.all(), effects);
  }

  private void onOperation(Input.OperationArrived arrived, List<Effect> effects) {
    SignedOperation operation = arrived.operation();
    Admission admission =
        admissions.admit(
            chain, arrived.origin(), operation, (refusal, gone) -> drop(gone, refusal, effects));
    if (!(admission instanceof Admission.Accepted)) {
      effects.add(new Effect.Answer(arrived.ticket(), admission));
      return;
    }
    effects.add(new Effect.StoreOperation(operation));
    effects.add(new Effect.Answer(arrived.ticket(), admission));
    if (arrived.origin() == Input.Origin.OWN_USER) {
      effects.add(new Effect.PublishOperation(operation));
    }
    contents.pooled(chain.ledger(), List.of(operation), effects);
  }

  private void dropOpeningsOf(Input.ContentRefused refused, List<Effect> effects) {
    List<SignedOperation> dropped =
        pool.removeIf(o -> WantedContent.of(o).filter(refused.content()::equals).isPresent());
    drop(dropped, refused.refusal(), effects);
    contents.refused(refused.content(), effects);
  }

  private void onProposal(Input.ProposalArrived arrived, long nowMs, List<Effect> effects) {
    long epoch = arrived.proposal().proposal().epoch();
    Admission admission;
    if (epoch == current.epoch()) {
      admission = current.onProposal(arrived.proposal(), nowMs, effects);
    } else {
      admission = ofAnotherEpoch(epoch, arrived.proposal().proposal().proposer(), effects);
    }
    effects.add(new Effect.Answer(arrived.ticket(), admission));
  }

  private void onVote(Input.VoteArrived arrived, long nowMs, List<Effect> effects) {
    SignedVote vote = arrived.vote();
    long epoch = vote.vote().epoch();
    Admission admission;
    if (epoch == current.epoch()) {
      admission = current.onVote(vote, nowMs, effects);
    } else if (epoch == current.epoch() - 1 && previous.isPresent()) {
      admission = previous.get().onVote(vote, nowMs, effects);
      previous.get().lateCertificate().ifPresent(this::creditLatePrecommits);
    } else {
      if (epoch == current.epoch() + 1) {
        earlyVotes.keep(vote);
      }
      admission = ofAnotherEpoch(epoch, vote.vote().validator(), effects);
    }
    effects.add(new Effect.Answer(arrived.ticket(), admission));
  }

  /**
   * Precommits that come before the next batch is built are in the certificate that it carries, and
   * are paid.
   */
  private void creditLatePrecommits(Certificate certificate) {
    if (chain.lastCertificate().filter(c -> c.round() == certificate.round()).isPresent()) {
      chain = chain.withCertificate(certificate);
      current.onLateCertificate(certificate);
    }
  }

  /**
   * A validator that speaks of a later epoch shows that we are behind. Anybody can sign such a
   * message: whoever is in no set that we know starts nothing here, and where the set of that epoch
   * is known it is wrong. Far behind, where all sets are others, the peers tell what they have.
   */
  private Admission ofAnotherEpoch(long epoch, AccountId sender, List<Effect> effects) {
    if (epoch > current.epoch()) {
      if (earlyVotes.isValidator(sender) || current.isValidator(sender)) {
        effects.add(new Effect.CatchUp(current.epoch()));
      } else if (epoch == current.epoch() + 1) {
        return new Admission.Rejected(Refusal.of(Reason.NOT_A_VALIDATOR));
      }
    }
    return new Admission.Ignored(Refusal.of(Reason.STALE_MESSAGE));
  }

  private void onEpochs(Input.EpochsArrived epochs, List<Effect> effects) {
    for (Input.Decided decided : epochs.epochs()) {
      long expected =
          catchUp.isEmpty() ? current.epoch() : catchUp.getLast().batch().getEpoch() + 1;
      if (decided.batch().getEpoch() == expected
          && catchUp.size() < ReplicaLimits.CATCH_UP_QUEUE_MAX) {
        catchUp.addLast(decided);
      }
    }
    if (epochs.epochs().isEmpty() && current.isStarted()) {
      effects.add(new Effect.FetchRoundState(current.epoch()));
    }
  }

  private void onTimer(Timer timer, long nowMs, List<Effect> effects) {
    if (timer.epoch() != current.epoch()) {
      return;
    }
    switch (timer) {
      case Timer.Start start -> {
        if (!current.isStarted()) {
          current.start(nowMs, effects);
        }
      }
      case Timer.Round round -> current.onTimeout(round, nowMs, effects);
      case Timer.Stalled stalled -> current.onStalled(nowMs, effects);
      case Timer.Halt halt -> {}
    }
  }

  /** What follows from where we are now, whatever the input was. */
  private void proceed(List<Effect> effects) {
    if (committing.isPresent() || halted) {
      return;
    }
    if (current.decision().isPresent()) {
      commit(current.decision().get(), effects);
    } else if (current.certifiedInvalid().isPresent()) {
      contradict(current.certifiedInvalid().get(), effects);
    } else if (!catchUp.isEmpty()) {
      commitNextOf(catchUp, effects);
    }
  }

  private void commit(CurrentEpoch.Decision decision, List<Effect> effects) {
    Candidate candidate = decision.candidate();
    Execution execution =
        candidate
            .execution()
            .orElseThrow(() -> new IllegalStateException("decided a batch that was not executed"));
    commit(
        candidate.batch(), decision.certificate(), candidate.operations(pool), execution, effects);
    previous = Optional.of(current);
  }

  private void commitNextOf(Deque<Input.Decided> queue, List<Effect> effects) {
    Input.Decided decided = queue.removeFirst();
    if (decided.batch().getEpoch() != chain.nextEpoch()) {
      queue.clear();
      return;
    }
    Certificate certificate = decided.certificate();
    ValidatorSet validators = chain.validators(chain.nextEpoch());
    Bytes32 batchId = BatchCodec.id(decided.batch());
    if (certificate.epoch() != chain.nextEpoch()
        || !certificate.valueId().equals(batchId)
        || certificate.check(validators, judge.signatureCheck()) != Certificate.Finding.VALID) {
      // A peer made it up. Whoever is asked next may do better.
      queue.clear();
      effects.add(new Effect.CatchUp(chain.nextEpoch()));
      return;
    }
    switch (judge.judge(chain, decided.batch(), decided.operations(), Optional.empty())) {
      case BatchJudge.Judgement.Valid valid -> {
        commit(decided.batch(), certificate, decided.operations(), valid.execution(), effects);
        previous = Optional.empty();
      }
      case BatchJudge.Judgement.Invalid invalid ->
          contradict(
              certificate,
              new Contradiction(
                  batchId,
                  "epoch %d is certified, and this node finds: %s"
                      .formatted(chain.nextEpoch(), invalid.refusal().message()),
                  Optional.of(wire(decided.batch(), certificate, decided.operations())),
                  invalid.execution().map(Execution::outcome)),
              effects);
    }
  }

  private void commit(
      EpochBatch batch,
      Certificate certificate,
      List<SignedOperation> operations,
      Execution execution,
      List<Effect> effects) {
    Bytes32 batchId = certificate.valueId();
    effects.add(
        new Effect.Commit(
            wire(batch, certificate, operations),
            batchId,
            operations,
            execution.outcome(),
            execution.digest()));
    pool.removeAll(operations.stream().map(SignedOperation::id).toList());
    committing =
        Optional.of(
            new Committing(
                chain.after(batch.getEpoch(), batchId, certificate, execution.digest()),
                operations));
  }

  private void onCommitted(long epoch, long nowMs, List<Effect> effects) {
    Committing confirmed =
        committing
            .filter(next -> next.chain().lastEpoch() == epoch)
            .orElseThrow(() -> new IllegalStateException("nobody commits epoch " + epoch));
    chain = confirmed.chain();
    committing = Optional.empty();
    admissions.stale(chain).forEach((refusal, operations) -> drop(operations, refusal, effects));
    contents.committed(confirmed.operations(), effects);
    current = epochOn(List.of());
    earlyVotes.all().forEach(vote -> current.onVote(vote, nowMs, effects));
    earlyVotes = earlyVotesOn(chain);
    // Also while more epochs wait to be committed, for the next of them may turn out to be forged.
    effects.add(
        new Effect.SetTimer(new Timer.Start(current.epoch()), config.parameters().getMinEpochMs()));
  }

  private void drop(List<SignedOperation> operations, Refusal refusal, List<Effect> effects) {
    if (!operations.isEmpty()) {
      effects.add(
          new Effect.DropOperations(
              operations.stream().map(o -> new Effect.Dropped(o.id(), refusal)).toList()));
    }
  }

  private void contradict(Certificate certificate, List<Effect> effects) {
    Optional<Candidate> candidate = current.candidate(certificate.valueId());
    contradict(
        certificate,
        new Contradiction(
            certificate.valueId(),
            Contradiction.ANOTHER_RESULT,
            candidate.map(c -> wire(c.batch(), certificate, c.operations(pool))),
            candidate.flatMap(Candidate::execution).map(Execution::outcome)),
        effects);
  }

  /** First the tables that show which row differs, if they can be had soon; then the stop. */
  private void contradict(Certificate certificate, Contradiction found, List<Effect> effects) {
    if (found.own().isEmpty() || isReported(found)) {
      halt(found, effects);
      return;
    }
    contradiction = Optional.of(found);
    effects.add(
        new Effect.SetTimer(new Timer.Halt(current.epoch()), ReplicaLimits.HALT_PATIENCE_MS));
    certificate.signatures().stream()
        .map(Certificate.CommitSignature::validator)
        .filter(signer -> !signer.equals(config.signer().account()))
        .findFirst()
        .ifPresent(signer -> effects.add(new Effect.FetchTables(found.batchId(), signer)));
  }

  private boolean isReported(Contradiction found) {
    return current.candidate(found.batchId()).filter(Candidate::differenceReported).isPresent();
  }

  /** A node that contradicts a quorum says nothing more. */
  private void awaitTables(Contradiction found, Input input, List<Effect> effects) {
    if (input instanceof Input.TablesArrived tables && tables.batchId().equals(found.batchId())) {
      found
          .difference(tables)
          .ifPresent(row -> effects.add(new Effect.ReportDifference(chain.nextEpoch(), row)));
      halt(found, effects);
    } else if (input.equals(new Input.TimerElapsed(new Timer.Halt(current.epoch())))) {
      halt(found, effects);
    }
  }

  private void halt(Contradiction found, List<Effect> effects) {
    halted = true;
    effects.add(new Effect.Halt(current.epoch(), found.what(), found.input()));
  }

  private static DecidedEpoch wire(
      EpochBatch batch, Certificate certificate, List<SignedOperation> operations) {
    DecidedEpoch.Builder decided =
        DecidedEpoch.newBuilder()
            .setBatch(batch)
            .setCertificate(CertificateCodec.toWire(certificate));
    operations.forEach(
        o -> decided.addOperations(ByteString.copyFrom(o.envelope().toArrayUnsafe())));
    return decided.build();
  }

  /** Consensus messages of the epoch that a peer may have missed; empty for any other epoch. */
  public List<Bytes> roundState(long epoch) {
    if (epoch == current.epoch()) {
      return current.roundState();
    }
    return epoch == current.epoch() - 1
        ? previous.map(CurrentEpoch::roundState).orElse(List.of())
        : List.of();
  }

  /** Batches of this and of the last epoch in memory. */
  int batchesHeld() {
    return current.batchesHeld() + previous.map(CurrentEpoch::batchesHeld).orElse(0);
  }

  /** The nonce that the account's next operation should carry, with what waits in the pool. */
  public long nextNonce(AccountId account) {
    return admissions.nextNonce(chain, account);
  }

  public Optional<SignedOperation> pooled(OperationId id) {
    return pool.get(id);
  }

  /** Where the replica stands, for people. */
  public Standing standing() {
    return new Standing(
        chain.lastEpoch(),
        current.round(),
        chain.digest().root(),
        pool.size(),
        pool.bytes(),
        !catchUp.isEmpty(),
        chain.validators(chain.nextEpoch()).contains(config.signer().account()));
  }

  /** How full the pool is. */
  public PoolUse poolUse() {
    return new PoolUse(
        pool.size(), ReplicaLimits.POOL_OPERATIONS_MAX, pool.bytes(), ReplicaLimits.POOL_BYTES_MAX);
  }

  /** Operations that wait and their envelopes' bytes, each with its bound. */
  public record PoolUse(int operations, int operationsMax, long bytes, long bytesMax) {}

  /**
   * @param lastEpoch decided and committed
   * @param round of the epoch after it
   */
  public record Standing(
      long lastEpoch,
      int round,
      Bytes32 stateDigest,
      int poolOperations,
      long poolBytes,
      boolean catchingUp,
      boolean validator) {}
}
