package org.datanet.protocol.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.ConsensusMessage;
import org.datanet.protocol.consensus.EpochConsensus;
import org.datanet.protocol.consensus.Event;
import org.datanet.protocol.consensus.Output;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.ProposerSchedule;
import org.datanet.protocol.consensus.SignedVote;
import org.datanet.protocol.consensus.ValidatorSet;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.consensus.VoteType;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.wire.EpochBatch;

/**
 * The epoch that is being decided: its consensus, the batches proposed in it, and what is still
 * missing of them. It turns consensus' outputs into effects and answers its questions.
 */
final class CurrentEpoch {

  /** The decision and everything that committing it needs. */
  record Decision(Candidate candidate, Certificate certificate) {}

  private final ReplicaConfig config;
  private Chain chain;
  private final PoolView pool;
  private final BatchJudge judge;
  private final BatchBuilder builder;
  private final ValidatorSet validators;
  private final ProposerSchedule schedule;
  private final EpochConsensus consensus;
  private final ProposedBatches batches = new ProposedBatches();

  private boolean started;
  private Optional<Decision> decision = Optional.empty();
  private Optional<Certificate> certifiedInvalid = Optional.empty();

  private CurrentEpoch(ReplicaConfig config, Chain chain, PoolView pool, EpochConsensus consensus) {
    this.config = config;
    this.chain = chain;
    this.pool = pool;
    this.judge = new BatchJudge(config);
    this.builder = new BatchBuilder(config, judge);
    this.validators = chain.validators(chain.nextEpoch());
    this.schedule = new ProposerSchedule(validators);
    this.consensus = consensus;
  }

  /**
   * @param recovered what this node said in the epoch before it was stopped, and what its
   *     precommits rest on
   */
  static CurrentEpoch of(
      ReplicaConfig config, Chain chain, PoolView pool, List<ConsensusCodec.Message> recovered) {
    AccountId self = config.signer().account();
    List<SignedVote> votes = new ArrayList<>();
    List<SignedVote> supporting = new ArrayList<>();
    List<Proposal> proposals = new ArrayList<>();
    List<SignedProposal> known = new ArrayList<>();
    for (ConsensusCodec.Message message : recovered) {
      switch (message) {
        case ConsensusCodec.Message.OfVote(SignedVote vote) ->
            (vote.vote().validator().equals(self) ? votes : supporting).add(vote);
        case ConsensusCodec.Message.OfProposal proposal -> {
          known.add(proposal.proposal());
          if (proposal.proposal().proposal().proposer().equals(self)) {
            proposals.add(proposal.proposal().proposal());
          }
        }
      }
    }
    EpochConsensus consensus =
        EpochConsensus.restored(
            self,
            chain.nextEpoch(),
            chain.validators(chain.nextEpoch()),
            config.timeouts(),
            votes,
            proposals,
            supporting);
    CurrentEpoch epoch = new CurrentEpoch(config, chain, pool, consensus);
    known.forEach(epoch.batches::of);
    return epoch;
  }

  long epoch() {
    return chain.nextEpoch();
  }

  int round() {
    return consensus.round();
  }

  boolean isStarted() {
    return started;
  }

  boolean isValidator(AccountId account) {
    return validators.contains(account);
  }

  Optional<Decision> decision() {
    return decision;
  }

  /** A quorum certified a batch that we cannot make ours. */
  Optional<Certificate> certifiedInvalid() {
    return certifiedInvalid;
  }

  Optional<Candidate> candidate(Bytes32 id) {
    return batches.get(id);
  }

  /** Batches in memory. */
  int batchesHeld() {
    return batches.size();
  }

  /** With every precommit for the decision that has come in by now; empty before it. */
  Optional<Certificate> lateCertificate() {
    return consensus.lateCertificate();
  }

  /** The last epoch's certificate has grown; the next batch that we build carries it. */
  void onLateCertificate(Certificate certificate) {
    chain = chain.withCertificate(certificate);
  }

  void start(long nowMs, List<Effect> effects) {
    started = true;
    run(new Event.Start(), nowMs, effects);
    effects.add(new Effect.SetTimer(new Timer.Stalled(epoch()), ReplicaLimits.STALL_MS));
  }

  Admission onProposal(SignedProposal proposal, long nowMs, List<Effect> effects) {
    Proposal claim = proposal.proposal();
    if (!schedule.proposer(claim.epoch(), claim.round()).equals(claim.proposer())) {
      return new Admission.Rejected(
          new Refusal(Reason.NOT_THE_PROPOSER, "of round " + claim.round()));
    }
    boolean originIsRound =
        proposal.batch().getOriginRound() == claim.round()
            && WireBytes.account(proposal.batch().getProposer()).equals(claim.proposer());
    if (claim.isFresh() && !originIsRound) {
      return new Admission.Rejected(
          new Refusal(Reason.BATCH_MALFORMED, "a fresh proposal of another origin"));
    }
    if (proposal.batch().getEpoch() != epoch()) {
      return new Admission.Rejected(Refusal.of(Reason.BATCH_WRONG_EPOCH));
    }
    boolean far = claim.round() > consensus.round() + 1;
    Candidate candidate = batches.of(proposal);
    Optional<Refusal> ignored =
        run(new Event.ProposalReceived(claim, validity(candidate)), nowMs, effects);
    if (consensus.proposals().contains(claim) && candidate(claim.valueId()).isPresent()) {
      batches.taken(proposal);
    }
    if (batches.wasMissing(claim.valueId())) {
      candidate.wantValidation();
      judgeIfComplete(candidate, nowMs, effects);
    }
    if (far && ignored.isEmpty()) {
      // A proposer may sign one for every round to come. Whoever is in that round passes it on.
      return new Admission.Ignored(new Refusal(Reason.STALE_MESSAGE, "of a round far ahead"));
    }
    return ignored.<Admission>map(Admission.Ignored::new).orElseGet(Admission.Accepted::new);
  }

  private static Event.Validity validity(Candidate candidate) {
    return candidate
        .judgement()
        .map(
            found ->
                switch (found) {
                  case BatchJudge.Judgement.Valid valid -> Event.Validity.VALID;
                  case BatchJudge.Judgement.Invalid invalid -> Event.Validity.INVALID;
                })
        .orElse(Event.Validity.PENDING);
  }

  Admission onVote(SignedVote vote, long nowMs, List<Effect> effects) {
    if (!validators.contains(vote.vote().validator())) {
      return new Admission.Rejected(Refusal.of(Reason.NOT_A_VALIDATOR));
    }
    Optional<Refusal> ignored = run(new Event.VoteReceived(vote), nowMs, effects);
    return ignored.<Admission>map(Admission.Ignored::new).orElseGet(Admission.Accepted::new);
  }

  void onTimeout(Timer.Round timer, long nowMs, List<Effect> effects) {
    run(new Event.TimeoutElapsed(timer.kind(), timer.round()), nowMs, effects);
  }

  /** What a batch lacks may have come by another way than asked for. */
  void onStalled(long nowMs, List<Effect> effects) {
    effects.add(new Effect.FetchRoundState(epoch()));
    batches.all().forEach(candidate -> judgeIfComplete(candidate, nowMs, effects));
    effects.add(new Effect.SetTimer(new Timer.Stalled(epoch()), ReplicaLimits.STALL_MS));
  }

  void onOperations(
      Bytes32 batchId, List<SignedOperation> operations, long nowMs, List<Effect> effects) {
    candidate(batchId)
        .ifPresent(
            candidate -> {
              operations.stream().filter(o -> candidate.names(o.id())).forEach(candidate::add);
              judgeIfComplete(candidate, nowMs, effects);
            });
  }

  /** Something that a batch may have waited for has come. */
  void onContent(long nowMs, List<Effect> effects) {
    for (Candidate candidate : batches.all()) {
      if (candidate.validationWanted() && candidate.judgement().isEmpty()) {
        judgeIfComplete(candidate, nowMs, effects);
      }
    }
  }

  void onTables(Input.TablesArrived tables, List<Effect> effects) {
    Optional<Candidate> judged =
        candidate(tables.batchId()).filter(candidate -> !candidate.differenceReported());
    judged
        .flatMap(Candidate::execution)
        .map(Execution::outcome)
        .flatMap(
            own ->
                TableDifference.first(
                    own.attribution(), own.reward(), tables.attribution(), tables.reward()))
        .ifPresent(
            difference -> {
              judged.ifPresent(Candidate::reportedDifference);
              effects.add(new Effect.ReportDifference(epoch(), difference));
            });
  }

  /**
   * Consensus messages that a peer in this epoch may have missed, batches included. What is needed
   * most comes first, for an answer has a bound.
   */
  List<Bytes> roundState() {
    List<Bytes> messages = new ArrayList<>();
    int round = consensus.round();
    batches.neededIn(round).forEach(p -> messages.add(ConsensusCodec.encode(p)));
    for (ConsensusMessage message : consensus.rebroadcast()) {
      switch (message) {
        case SignedVote vote -> messages.add(ConsensusCodec.encode(vote));
        case Proposal proposal -> {} // with the batches
      }
    }
    batches.besides(round).forEach(p -> messages.add(ConsensusCodec.encode(p)));
    return messages;
  }

  /**
   * Runs one event and all that follows from it; gives why the event itself was ignored, if it was.
   */
  private Optional<Refusal> run(Event first, long nowMs, List<Effect> effects) {
    Optional<Refusal> ignored = Optional.empty();
    Deque<Event> events = new ArrayDeque<>(List.of(first));
    while (!events.isEmpty()) {
      Event event = events.removeFirst();
      for (Output output : consensus.step(event)) {
        switch (output) {
          case Output.BuildValue build -> build(build.round(), nowMs, events, effects);
          case Output.Propose propose -> propose(propose.proposal(), effects);
          case Output.Validate validate -> validate(validate.valueId(), events, effects);
          case Output.SignVote sign -> events.add(sign(sign.vote(), effects));
          case Output.ScheduleTimeout timeout ->
              effects.add(
                  new Effect.SetTimer(
                      new Timer.Round(epoch(), timeout.round(), timeout.kind()),
                      timeout.durationMs()));
          case Output.Decide decide ->
              decision =
                  Optional.of(
                      new Decision(batches.getOrBug(decide.valueId()), decide.certificate()));
          case Output.Evidence evidence ->
              effects.add(new Effect.KeepEvidence(evidence.equivocation()));
          case Output.CertifiedInvalid invalid ->
              certifiedInvalid = Optional.of(invalid.certificate());
          case Output.Ignored reason -> {
            if (event == first) {
              ignored = Optional.of(new Refusal(Reason.STALE_MESSAGE, reason.reason().name()));
            }
          }
        }
      }
    }
    batches.keepWhatMatters(consensus);
    return ignored;
  }

  private void build(int round, long nowMs, Deque<Event> events, List<Effect> effects) {
    builder
        .build(chain, round, pool.operations(), pool.features(), nowMs)
        .ifPresent(
            built -> {
              Bytes32 id = BatchCodec.id(built.batch());
              Proposal claim =
                  new Proposal(epoch(), round, id, Proposal.FRESH, config.signer().account());
              Candidate candidate = batches.of(sign(claim, built.batch()));
              built.operations().forEach(candidate::add);
              candidate.judged(new BatchJudge.Judgement.Valid(built.execution()));
              offerTables(candidate, effects);
              events.add(new Event.OwnValueBuilt(round, id));
            });
  }

  private SignedProposal sign(Proposal claim, EpochBatch batch) {
    return new SignedProposal(
        claim, batch, signature(ConsensusCodec.signingBytes(config.networkId(), claim)));
  }

  private Bytes signature(Bytes signed) {
    return Bytes.wrap(config.signer().sign(signed.toArrayUnsafe()));
  }

  private void propose(Proposal claim, List<Effect> effects) {
    Candidate candidate = batches.getOrBug(claim.valueId());
    boolean signed = candidate.proposal().proposal().equals(claim);
    SignedProposal proposal = signed ? candidate.proposal() : sign(claim, candidate.batch());
    batches.taken(proposal);
    Bytes message = ConsensusCodec.encode(proposal);
    effects.add(new Effect.StoreVote(epoch(), message));
    effects.add(new Effect.PublishConsensus(message));
  }

  private Event sign(Vote vote, List<Effect> effects) {
    SignedVote signed =
        new SignedVote(vote, signature(ConsensusCodec.signingBytes(config.networkId(), vote)));
    Bytes message = ConsensusCodec.encode(signed);
    if (vote.type() == VoteType.PRECOMMIT && vote.valueId().isPresent()) {
      storeWhatItRestsOn(vote.round(), vote.valueId().get(), effects);
    }
    effects.add(new Effect.StoreVote(epoch(), message));
    effects.add(new Effect.PublishConsensus(message));
    return new Event.OwnVoteSigned(signed);
  }

  /**
   * After a restart a precommit binds us to its batch. Without the batch and the prevotes for it at
   * hand we could only wait for a peer that has them, and if all were stopped there is none.
   */
  private void storeWhatItRestsOn(int round, Bytes32 valueId, List<Effect> effects) {
    effects.add(
        new Effect.StoreVote(epoch(), ConsensusCodec.encode(batches.getOrBug(valueId).proposal())));
    for (SignedVote prevote : consensus.prevotesFor(round, valueId)) {
      if (!prevote.vote().validator().equals(config.signer().account())) {
        effects.add(new Effect.StoreVote(epoch(), ConsensusCodec.encode(prevote)));
      }
    }
  }

  private void validate(Bytes32 valueId, Deque<Event> events, List<Effect> effects) {
    Optional<Candidate> held = candidate(valueId);
    if (held.isEmpty()) {
      // A quorum's votes name it before its proposal came or after we let go of it; who voted has
      // it.
      batches.isMissing(valueId);
      effects.add(new Effect.FetchRoundState(epoch()));
      return;
    }
    Candidate candidate = held.get();
    candidate.wantValidation();
    fetchMissing(candidate, effects);
    judgeIfComplete(candidate, effects).ifPresent(events::add);
  }

  private void fetchMissing(Candidate candidate, List<Effect> effects) {
    if (candidate.judgement().isPresent() || !candidate.validationWanted()) {
      return;
    }
    List<OperationId> operations = candidate.missingOperations(pool.pool());
    if (!operations.isEmpty()) {
      effects.add(
          new Effect.FetchOperations(
              candidate.id(), operations, candidate.proposal().proposal().proposer()));
      return;
    }
    if (!candidate.openingsCommitted()) {
      Optional<Refusal> refusal =
          pool.contents().refusal(chain.ledger(), candidate.operations(pool.pool()));
      if (refusal.isPresent()) {
        candidate.judged(new BatchJudge.Judgement.Invalid(refusal.get(), Optional.empty()));
        return;
      }
      candidate.foundOpeningsCommitted();
    }
    pool.contents()
        .ask(
            candidate.missingContents(pool.pool(), pool.features()),
            Optional.of(candidate.proposal().proposal().proposer()),
            effects);
  }

  private void judgeIfComplete(Candidate candidate, long nowMs, List<Effect> effects) {
    if (candidate.judgement().isPresent() || !candidate.validationWanted()) {
      return;
    }
    fetchMissing(candidate, effects);
    judgeIfComplete(candidate, effects).ifPresent(event -> run(event, nowMs, effects));
  }

  private Optional<Event> judgeIfComplete(Candidate candidate, List<Effect> effects) {
    if (candidate.judgement().isPresent()) {
      // Built here: its execution is at hand.
      return candidate.judgement().map(known -> validated(candidate, known));
    }
    if (!candidate.missingOperations(pool.pool()).isEmpty()
        || !candidate.missingContents(pool.pool(), pool.features()).isEmpty()) {
      return Optional.empty();
    }
    BatchJudge.Judgement found =
        judge.judge(
            chain,
            candidate.batch(),
            candidate.operations(pool.pool()),
            Optional.of(pool.features()));
    candidate.judged(found);
    if (found instanceof BatchJudge.Judgement.Invalid) {
      candidate
          .execution()
          .ifPresent(
              own ->
                  effects.add(
                      new Effect.FetchTables(
                          candidate.id(), candidate.proposal().proposal().proposer())));
    }
    offerTables(candidate, effects);
    return Optional.of(validated(candidate, found));
  }

  private static Event validated(Candidate candidate, BatchJudge.Judgement found) {
    return new Event.ProposalValidated(candidate.id(), found instanceof BatchJudge.Judgement.Valid);
  }

  private static void offerTables(Candidate candidate, List<Effect> effects) {
    candidate
        .execution()
        .map(Execution::outcome)
        .ifPresent(
            own ->
                effects.add(
                    new Effect.OfferTables(candidate.id(), own.attribution(), own.reward())));
  }
}
