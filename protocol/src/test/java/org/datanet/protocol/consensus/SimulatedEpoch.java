package org.datanet.protocol.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate.Finding;
import org.datanet.protocol.consensus.Event.Validity;
import org.datanet.protocol.identity.AccountId;

/**
 * One epoch of several validators in one thread: first chaos, then a network that delivers
 * everything. The last validators equivocate; the first one crashes and comes back from its log.
 * Everything random comes from the seed.
 */
final class SimulatedEpoch {

  private static final int CHAOTIC_STEPS = 1_000;

  /** Timers that may fire before all must have decided, once messages flow: some tens of rounds. */
  private static final int CALM_TIMERS_MAX = 600;

  private static final long REBROADCAST_MS = 1_000;

  /**
   * Values of honest validators have capital letters; of these two letters one is valid, one is
   * not.
   */
  private static final Bytes32 BYZANTINE_VALID = Fixtures.value('v');

  private static final Bytes32 BYZANTINE_INVALID = Fixtures.value('x');

  private record Delivery(int node, int life, Event event) {}

  private record Timer(int node, int life, Event event, long dueMs) {}

  private static final class Node {
    private final AccountId account;
    private final TreeMap<String, SignedVote> voteLog = new TreeMap<>();
    private final List<Proposal> proposalLog = new ArrayList<>();
    private EpochConsensus consensus;
    private int life;

    Node(AccountId account, EpochConsensus consensus) {
      this.account = account;
      this.consensus = consensus;
    }
  }

  private final long epoch;
  private final Random random;
  private final ValidatorSet validators;
  private final ProposerSchedule schedule;
  private final int honestCount;
  private final List<Node> honest = new ArrayList<>();
  private final List<AccountId> equivocators = new ArrayList<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<Timer> timers = new ArrayList<>();
  private final TreeMap<AccountId, Output.Decide> decisions = new TreeMap<>();
  private final TreeSet<Integer> cutLinks = new TreeSet<>();
  private final TreeMap<Integer, List<Bytes32>> proposed = new TreeMap<>();
  private final TreeSet<Bytes32> decidedValues = new TreeSet<>();
  private final List<Integer> trace = new ArrayList<>();
  private long nowMs;
  private int crashes;
  private int evidence;

  SimulatedEpoch(long seed, String weights, int equivocatorCount) {
    this.epoch = seed; // another proposer begins with every seed
    this.random = new Random(seed);
    String[] words = weights.split(" ");
    long[] numbers = new long[words.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Long.parseLong(words[i]);
    }
    this.validators = Fixtures.validators("ABCDEFG", numbers);
    this.schedule = new ProposerSchedule(validators);
    this.honestCount = numbers.length - equivocatorCount;
    for (int i = 0; i < numbers.length; i++) {
      AccountId account = Fixtures.account("ABCDEFG".charAt(i));
      if (i < honestCount) {
        honest.add(
            new Node(account, EpochConsensus.fresh(account, epoch, validators, Timeouts.STANDARD)));
      } else {
        equivocators.add(account);
      }
    }
  }

  void run() {
    for (int i = 0; i < honestCount; i++) {
      enqueue(i, new Event.Start());
    }
    for (int i = 0; i < CHAOTIC_STEPS && !decidedByAllHonest(); i++) {
      chaoticStep();
    }
    cutLinks.clear();
    calmDown();
  }

  private void chaoticStep() {
    int dice = random.nextInt(100);
    if (dice < 1) {
      crash(0);
    } else if (dice < 2) {
      rebroadcast(random.nextInt(honestCount));
    } else if (dice < 4) {
      cutLinks();
    } else if (dice < 8) {
      equivocate();
    } else if (!timers.isEmpty() && (dice < 11 || deliveries.isEmpty())) {
      fire(timers.remove(random.nextInt(timers.size())));
    } else if (!deliveries.isEmpty()) {
      int index = random.nextInt(deliveries.size());
      Delivery delivery = deliveries.get(index);
      boolean repeated = isFromPeer(delivery.event()) && random.nextInt(10) == 0;
      if (!repeated) {
        deliveries.remove(index);
      }
      boolean lost = !repeated && isFromPeer(delivery.event()) && random.nextInt(10) == 0;
      if (!lost) {
        deliver(delivery);
      }
    }
  }

  /** From now on, for a while, some honest validators do not hear some others at all. */
  private void cutLinks() {
    cutLinks.clear();
    for (int i = 0; i < honestCount * honestCount; i++) {
      if (random.nextInt(2) == 0) {
        cutLinks.add(i);
      }
    }
  }

  /**
   * From here on all is delivered, in order, before any timer; what was lost comes by rebroadcast.
   */
  private void calmDown() {
    long rebroadcastAtMs = nowMs;
    for (int fired = 0; fired < CALM_TIMERS_MAX && !decidedByAllHonest(); fired++) {
      deliverAll();
      if (nowMs >= rebroadcastAtMs) {
        rebroadcastAtMs = nowMs + REBROADCAST_MS;
        for (int i = 0; i < honestCount; i++) {
          rebroadcast(i);
        }
        equivocate();
        deliverAll();
      }
      Optional<Timer> next = timers.stream().min(Comparator.comparingLong(Timer::dueMs));
      nowMs = Math.max(nowMs, Math.min(next.map(Timer::dueMs).orElse(nowMs), rebroadcastAtMs));
      if (next.isPresent() && next.get().dueMs() <= nowMs) {
        timers.remove(next.get());
        fire(next.get());
      } else {
        nowMs = rebroadcastAtMs;
      }
    }
  }

  private void deliverAll() {
    while (!deliveries.isEmpty()) {
      List<Delivery> inOrder = List.copyOf(deliveries);
      deliveries.clear();
      inOrder.forEach(this::deliver);
    }
  }

  private void fire(Timer timer) {
    deliver(new Delivery(timer.node(), timer.life(), timer.event()));
  }

  private void deliver(Delivery delivery) {
    Node node = honest.get(delivery.node());
    if (!isFromPeer(delivery.event()) && delivery.life() != node.life) {
      return;
    }
    List<Output> outputs = node.consensus.step(delivery.event());
    trace.add((delivery + " -> " + outputs).hashCode());
    outputs.forEach(output -> perform(delivery.node(), output));
    checkAgreement();
  }

  private void perform(int index, Output output) {
    Node node = honest.get(index);
    switch (output) {
      case Output.BuildValue build ->
          enqueue(
              index,
              new Event.OwnValueBuilt(
                  build.round(), Fixtures.value(Fixtures.nameOf(node.account))));
      case Output.Propose propose -> {
        node.proposalLog.add(propose.proposal());
        proposed
            .computeIfAbsent(propose.proposal().round(), r -> new ArrayList<>())
            .add(propose.proposal().valueId());
        checkProposedOnce(node);
        toOthers(index, new Event.ProposalReceived(propose.proposal(), Validity.PENDING));
      }
      case Output.Validate validate ->
          enqueue(
              index, new Event.ProposalValidated(validate.valueId(), isValid(validate.valueId())));
      case Output.SignVote sign -> {
        SignedVote signed = Fixtures.sign(sign.vote());
        String slot = sign.vote().type() + " " + sign.vote().round();
        assertThat(node.voteLog.put(slot, signed)).as("second vote %s", slot).isNull();
        enqueue(index, new Event.OwnVoteSigned(signed));
        toOthers(index, new Event.VoteReceived(signed));
      }
      case Output.ScheduleTimeout timer ->
          timers.add(
              new Timer(
                  index,
                  node.life,
                  new Event.TimeoutElapsed(timer.kind(), timer.round()),
                  nowMs + timer.durationMs()));
      case Output.Decide decide -> {
        checkDecision(decide);
        decisions.put(node.account, decide);
        decidedValues.add(decide.valueId());
      }
      case Output.Evidence found -> {
        evidence++;
        assertThat(equivocators).contains(found.equivocation().first().vote().validator());
      }
      case Output.CertifiedInvalid invalid ->
          throw new AssertionError("an invalid value was certified: " + invalid);
      case Output.Ignored ignored -> assertThat(ignored.reason()).isNotNull();
    }
  }

  private void checkProposedOnce(Node node) {
    long values =
        node.proposalLog.stream()
            .filter(p -> p.round() == node.proposalLog.getLast().round())
            .distinct()
            .count();
    assertThat(values).as("proposals of a round").isEqualTo(1);
  }

  private void checkDecision(Output.Decide decide) {
    assertThat(isValid(decide.valueId())).as("decided a valid value").isTrue();
    assertThat(decide.certificate().check(validators, Fixtures::isSignature))
        .isEqualTo(Finding.VALID);
  }

  private void checkAgreement() {
    assertThat(decidedValues).as("decided values").hasSizeLessThanOrEqualTo(1);
  }

  /**
   * Loses what is in memory and on its way from and to itself; what was sent to others stays sent.
   */
  private void crash(int index) {
    Node node = honest.get(index);
    crashes++;
    node.life++;
    deliveries.removeIf(d -> d.node() == index);
    timers.removeIf(t -> t.node() == index);
    node.consensus =
        EpochConsensus.restored(
            node.account,
            epoch,
            validators,
            Timeouts.STANDARD,
            List.copyOf(node.voteLog.values()),
            node.proposalLog,
            List.of());
    enqueue(index, new Event.Start());
  }

  private void rebroadcast(int index) {
    for (ConsensusMessage message : honest.get(index).consensus.rebroadcast()) {
      toOthers(index, received(message));
    }
  }

  private static Event received(ConsensusMessage message) {
    return switch (message) {
      case Proposal proposal -> new Event.ProposalReceived(proposal, Validity.PENDING);
      case SignedVote vote -> new Event.VoteReceived(vote);
    };
  }

  /**
   * Each equivocator tells some honest validators what suits each best to hear: it helps whatever
   * value was proposed in the listener's round to a quorum, or says anything at all; as proposer it
   * has another value for each.
   */
  private void equivocate() {
    for (AccountId equivocator : equivocators) {
      for (int i = 0; i < honestCount; i++) {
        if (random.nextInt(3) > 0) {
          int round = honest.get(i).consensus.round() + random.nextInt(4) / 3;
          equivocate(equivocator, i, round);
        }
      }
    }
  }

  private void equivocate(AccountId equivocator, int listener, int round) {
    if (schedule.proposer(epoch, round).equals(equivocator)) {
      int validRound = random.nextInt(3) > 0 ? -1 : random.nextInt(round + 1) - 1;
      Proposal proposal = new Proposal(epoch, round, anyValue(), validRound, equivocator);
      proposed.computeIfAbsent(round, r -> new ArrayList<>()).add(proposal.valueId());
      enqueue(listener, new Event.ProposalReceived(proposal, Validity.PENDING));
    }
    Optional<Bytes32> choice = choice(round);
    for (VoteType type : VoteType.values()) {
      Vote vote = new Vote(type, epoch, round, choice, equivocator);
      enqueue(listener, new Event.VoteReceived(Fixtures.sign(vote)));
    }
  }

  private Optional<Bytes32> choice(int round) {
    List<Bytes32> candidates = proposed.getOrDefault(round, List.of());
    int dice = random.nextInt(8);
    if (dice == 0) {
      return Optional.empty();
    }
    return Optional.of(
        dice == 1 || candidates.isEmpty()
            ? anyValue()
            : candidates.get(random.nextInt(candidates.size())));
  }

  private Bytes32 anyValue() {
    return switch (random.nextInt(4)) {
      case 0 -> BYZANTINE_INVALID;
      case 1 -> BYZANTINE_VALID;
      default -> Fixtures.value("ABCDEFG".charAt(random.nextInt(honestCount)));
    };
  }

  private static boolean isValid(Bytes32 valueId) {
    return !valueId.equals(BYZANTINE_INVALID);
  }

  private static boolean isFromPeer(Event event) {
    return event instanceof Event.VoteReceived || event instanceof Event.ProposalReceived;
  }

  private void toOthers(int index, Event event) {
    for (int i = 0; i < honestCount; i++) {
      if (i != index && !cutLinks.contains(index * honestCount + i)) {
        enqueue(i, event);
      }
    }
  }

  private void enqueue(int index, Event event) {
    deliveries.add(new Delivery(index, honest.get(index).life, event));
  }

  boolean decidedByAllHonest() {
    return honest.stream().allMatch(n -> n.consensus.lateCertificate().isPresent());
  }

  int decidedRound() {
    return decisions.firstEntry().getValue().round();
  }

  int crashes() {
    return crashes;
  }

  int evidence() {
    return evidence;
  }

  List<Integer> trace() {
    return trace;
  }
}
