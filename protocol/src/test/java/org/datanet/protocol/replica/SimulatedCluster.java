package org.datanet.protocol.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.ProposerSchedule;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.Commitments;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.ClusterFaults.Misbehaviour;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.testing.Fixtures;
import org.datanet.protocol.testing.TestSigner;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.RewardRow;

/**
 * Several replicas over a simulated network, in one thread and in simulated time: first with the
 * faults, then without. All chance comes from one seed, so that a seed is a run.
 */
final class SimulatedCluster {

  static final long TROUBLE_MS = 15_000;
  static final long CALM_MS = 15_000;

  private static final int USERS = 6;
  private static final long EXPIRES_AFTER_EPOCHS = 30;

  /** About two epochs: a renewal that waits in a pool meanwhile is replaced by the one after it. */
  private static final long RENEWAL_PERIOD_MS = 1_000;

  /**
   * @param layers of every onion
   * @param renewedFromMs when the validators begin to renew onions that are half used up
   * @param observerBonds whether the node without stake becomes a validator
   */
  record Beacons(int layers, long renewedFromMs, boolean observerBonds) {
    static final Beacons LONG = new Beacons(ClusterWorld.ONION_LAYERS, 0, true);
  }

  private record Event(long atMs, long sequence, Runnable action) {}

  private final SplittableRandom random;
  private final ClusterWorld world;
  private final ClusterFaults faults;
  private final Beacons beacons;
  private final ClusterTrace trace = new ClusterTrace(this::nowMs);
  private final ClusterChecks checks;
  private final Misconduct misconduct;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::sequence));
  private final List<Integer> groups = new ArrayList<>();
  private long nowMs;
  private long sequence;
  private boolean parted;
  private Optional<Bytes32> datanet = Optional.empty();
  private int contents;
  private long decidedBeforeTheCalm;

  SimulatedCluster(long seed, int validators) {
    this(new SplittableRandom(seed), validators, Optional.empty(), Beacons.LONG);
  }

  private SimulatedCluster(
      SplittableRandom random, int validators, Optional<ClusterFaults> given, Beacons beacons) {
    this.random = random;
    this.beacons = beacons;
    this.world = ClusterWorld.of(validators, 1, USERS, beacons.layers());
    this.faults = given.orElseGet(() -> ClusterFaults.ofSeed(random.split(), validators));
    this.checks = new ClusterChecks(world, node -> node.index() != faults.misbehaving());
    this.misconduct = new Misconduct(world, faults.misbehaviour());
    for (int i = 0; i <= validators; i++) {
      boolean tampers = i == faults.misbehaving() && faults.misbehaviour() == Misbehaviour.TAMPERS;
      nodes.add(
          new SimulatedNode(
              i, this, world, tampers ? SimulatedCluster::tampered : UnaryOperator.identity()));
      groups.add(0);
    }
    checks.honestNodes(
        nodes.stream().map(SimulatedNode::index).filter(i -> i != faults.misbehaving()).toList());
  }

  /** A run whose faults are chosen instead of drawn. */
  static SimulatedCluster with(ClusterFaults faults, long seed, int validators) {
    return with(faults, seed, validators, Beacons.LONG);
  }

  static SimulatedCluster with(ClusterFaults faults, long seed, int validators, Beacons beacons) {
    return new SimulatedCluster(
        new SplittableRandom(seed), validators, Optional.of(faults), beacons);
  }

  /** One reward more than there is. */
  private static EpochOutcome tampered(EpochOutcome outcome) {
    List<RewardRow> rows = new ArrayList<>(outcome.reward().rows());
    rows.add(RewardRow.newBuilder().setAmountMicros(1).build());
    return new EpochOutcome(
        outcome.changes(),
        outcome.beacon(),
        outcome.attribution(),
        new RewardTable(rows),
        outcome.burnedMicros());
  }

  void run() {
    nodes.forEach(node -> at(random.nextInt(300), () -> node.start()));
    for (int i = 0; i < faults.partitions(); i++) {
      at(random.nextLong(TROUBLE_MS), this::part);
    }
    at(300, this::createDatanet);
    if (beacons.observerBonds()) {
      at(3_000, this::bondObserver);
    }
    nodes.forEach(node -> at(beacons.renewedFromMs(), () -> renewBeacon(node)));
    at(500, this::act);
    at(TROUBLE_MS, this::calmDown);
    while (!events.isEmpty() && events.peek().atMs() <= TROUBLE_MS + CALM_MS) {
      Event event = events.remove();
      nowMs = event.atMs();
      event.action().run();
      nodes.forEach(node -> node.replica().ifPresent(checks::holdsFewBatches));
    }
  }

  private boolean troubled() {
    return nowMs < TROUBLE_MS;
  }

  private void at(long atMs, Runnable action) {
    events.add(new Event(atMs, sequence++, action));
  }

  /** Unless the node has crashed meanwhile. */
  void after(SimulatedNode node, long delayMs, String what, Runnable action) {
    int life = node.life();
    at(
        nowMs + delayMs,
        () -> {
          if (node.isUp() && node.life() == life) {
            action.run();
          }
        });
  }

  long nowMs() {
    return nowMs;
  }

  List<SimulatedNode> nodes() {
    return nodes;
  }

  ClusterTrace trace() {
    return trace;
  }

  ClusterChecks checks() {
    return checks;
  }

  long decidedBeforeTheCalm() {
    return decidedBeforeTheCalm;
  }

  ClusterFaults faults() {
    return faults;
  }

  List<SimulatedNode> honest() {
    return nodes.stream().filter(node -> node.index() != faults.misbehaving()).toList();
  }

  // --- faults

  boolean crashesNow(SimulatedNode node) {
    return troubled()
        && node.index() != faults.misbehaving()
        && random.nextInt(1_000_000) < faults.crashesPerMillion();
  }

  void crash(SimulatedNode node) {
    trace.note("node %d crashes".formatted(node.index()));
    node.crash();
    at(nowMs + 100 + random.nextInt(4_000), () -> restart(node));
  }

  private void restart(SimulatedNode node) {
    if (!node.isUp() && !node.isHalted()) {
      trace.note("node %d comes back".formatted(node.index()));
      node.start();
    }
  }

  private void part() {
    parted = true;
    groups.replaceAll(group -> random.nextInt(2));
    trace.note("parted " + groups);
    at(
        nowMs + 200 + random.nextInt(5_000),
        () -> {
          parted = false;
          trace.note("together again");
        });
  }

  private void calmDown() {
    trace.note("calm");
    decidedBeforeTheCalm = checks.decidedEpochs();
    parted = false;
    nodes.forEach(this::restart);
  }

  private boolean isCut(SimulatedNode one, SimulatedNode two) {
    return troubled() && parted && !groups.get(one.index()).equals(groups.get(two.index()));
  }

  private boolean isLost(SimulatedNode from, SimulatedNode to) {
    return troubled() && (isCut(from, to) || random.nextInt(100) < faults.lossPercent());
  }

  private long delayMs() {
    return 1 + random.nextInt(troubled() ? faults.delayMsMax() : ClusterFaults.NONE.delayMsMax());
  }

  void misbehave(SimulatedNode node, Bytes message) {
    if (node.index() != faults.misbehaving()) {
      return;
    }
    long epoch = node.disk().lastEpoch() + 1;
    ProposerSchedule schedule = new ProposerSchedule(Chain.validators(node.disk().ledger(), epoch));
    misconduct
        .beside(node.signer(), message, schedule)
        .forEach(
            other -> {
              trace.note("node %d misbehaves".formatted(node.index()));
              for (SimulatedNode peer : nodes) {
                if (peer != node && random.nextBoolean()) {
                  deliver(node, peer, new SimulatedNode.Gossip(node, false, other));
                }
              }
            });
  }

  /** Decided epochs as the node hands them to a peer that catches up. */
  List<DecidedEpoch> answer(SimulatedNode node, List<DecidedEpoch> decided) {
    return node.index() == faults.misbehaving() ? misconduct.answer(decided) : decided;
  }

  // --- network

  void deliver(SimulatedNode from, SimulatedNode to, SimulatedNode.Gossip gossip) {
    if (isLost(from, to)) {
      return;
    }
    boolean twice = troubled() && random.nextInt(100) < faults.duplicatePercent();
    for (int i = 0; i < (twice ? 2 : 1); i++) {
      after(to, delayMs(), "gossip", () -> to.hear(gossip));
    }
  }

  /** Asks the others in some order until one has an answer. */
  <T> void ask(
      SimulatedNode asker,
      Function<SimulatedNode, Optional<T>> question,
      Consumer<T> onAnswer,
      Runnable onNone) {
    List<SimulatedNode> peers = new ArrayList<>(nodes);
    peers.remove(asker);
    for (int i = peers.size() - 1; i > 0; i--) {
      java.util.Collections.swap(peers, i, random.nextInt(i + 1));
    }
    askNext(asker, peers, question, onAnswer, onNone);
  }

  private <T> void askNext(
      SimulatedNode asker,
      List<SimulatedNode> peers,
      Function<SimulatedNode, Optional<T>> question,
      Consumer<T> onAnswer,
      Runnable onNone) {
    if (peers.isEmpty()) {
      after(asker, 1, "nobody", onNone);
      return;
    }
    SimulatedNode peer = peers.getFirst();
    Runnable next =
        () -> askNext(asker, peers.subList(1, peers.size()), question, onAnswer, onNone);
    if (isLost(asker, peer) || !peer.isUp()) {
      after(asker, delayMs() + 500, "no answer", next);
      return;
    }
    at(
        nowMs + delayMs(),
        () -> {
          Optional<T> answer = peer.isUp() ? question.apply(peer) : Optional.empty();
          after(asker, delayMs(), "answer", () -> answer.ifPresentOrElse(onAnswer, next));
        });
  }

  /** Asks one peer; an empty answer is none. */
  <T> void ask(
      SimulatedNode asker,
      SimulatedNode peer,
      Supplier<List<T>> question,
      Consumer<List<T>> onAnswer) {
    if (peer == asker || !peer.isUp() || isLost(asker, peer)) {
      return;
    }
    int life = asker.life();
    at(
        nowMs + delayMs(),
        () -> {
          List<T> answer = peer.isUp() ? question.get() : List.of();
          if (!answer.isEmpty() && asker.life() == life) {
            after(asker, delayMs(), "answer", () -> onAnswer.accept(answer));
          }
        });
  }

  // --- users

  private void act() {
    if (!troubled()) {
      return;
    }
    at(nowMs + 50 + random.nextInt(300), this::act);
    TestSigner user = world.users().get(random.nextInt(USERS));
    if (datanet.isPresent() && random.nextInt(4) == 0) {
      contribute(user, datanet.get());
    } else {
      AccountId to = world.users().get(random.nextInt(USERS)).account();
      submit(randomNode(), user, new Operation.Transfer(to, 1 + random.nextInt(1_000)));
    }
  }

  private SimulatedNode randomNode() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private Optional<SignedOperation> submit(
      SimulatedNode node, TestSigner author, Operation operation) {
    if (!node.isUp()) {
      return Optional.empty();
    }
    long nonce =
        operation.carriesNonce() ? node.replica().orElseThrow().nextNonce(author.account()) : 0;
    SignedOperation signed =
        world.sign(author, nonce, node.disk().lastEpoch() + EXPIRES_AFTER_EPOCHS, operation);
    boolean taken = node.submit(signed);
    checks.submitted(node, signed, taken);
    return taken ? Optional.of(signed) : Optional.empty();
  }

  private void createDatanet() {
    Optional<SignedOperation> creation =
        submit(
            randomNode(),
            world.users().getFirst(),
            new Operation.CreateDatanet(Fixtures.manifest()));
    if (creation.isPresent()) {
      datanet = creation.map(operation -> operation.id().digest());
    } else {
      at(nowMs + 300, this::createDatanet);
    }
  }

  /** Commits a record now, and opens it some epochs later, in time or not. */
  private void contribute(TestSigner user, Bytes32 into) {
    byte[] content = "{\"term\":\"word %d\"}".formatted(contents++).getBytes(UTF_8);
    Cid cid = Cid.ofContent(content);
    Bytes32 salt = Bytes32.leftPad(Bytes.ofUnsignedInt(contents));
    Bytes32 commitment =
        Commitments.contribution(world.networkId(), into, cid, salt, user.account());
    if (submit(randomNode(), user, new Operation.CommitContribution(into, commitment, 100_006))
        .isEmpty()) {
      return;
    }
    at(nowMs + 600 + random.nextInt(1_500), () -> open(user, into, content, salt));
  }

  private void open(TestSigner user, Bytes32 into, byte[] content, Bytes32 salt) {
    SimulatedNode node = randomNode();
    if (!node.isUp()) {
      return;
    }
    Cid cid = Cid.ofContent(content);
    node.disk().keep(cid, Bytes.wrap(content));
    submit(
        node,
        user,
        new Operation.Contribute(
            into,
            cid,
            content.length,
            "application/json",
            "CC0-1.0",
            Operation.Provenance.human(),
            "noun",
            List.of(),
            salt));
  }

  /** As a node does by itself, from half of its layers on. */
  private void renewBeacon(SimulatedNode node) {
    at(nowMs + RENEWAL_PERIOD_MS, () -> renewBeacon(node));
    AccountId account = node.signer().account();
    long next = node.disk().lastEpoch() + 1;
    node.disk()
        .ledger()
        .get(Keys.validator(account))
        .filter(entry -> !entry.hasNextBeacon())
        .map(entry -> entry.getBeacon().getFirstEpoch() + entry.getBeacon().getLayers())
        .filter(end -> end - next <= beacons.layers() / 2)
        .ifPresent(
            end ->
                submit(
                    node,
                    node.signer(),
                    new Operation.RenewBeacon(world.beacon(account, Math.max(end, next + 4)))));
  }

  /** The set of validators grows in the middle of it all. */
  private void bondObserver() {
    SimulatedNode observer = nodes.getLast();
    AccountId account = observer.signer().account();
    Operation.Bond bond =
        new Operation.Bond(
            new Operation.StakeRole.Validator(),
            ClusterWorld.VALIDATOR_STAKE_MICROS,
            Optional.of(world.beacon(account, observer.disk().lastEpoch() + 4)));
    if (submit(observer, observer.signer(), bond).isEmpty()) {
      at(nowMs + 500, this::bondObserver);
    }
  }
}
