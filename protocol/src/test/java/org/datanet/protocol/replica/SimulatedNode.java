package org.datanet.protocol.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.ContentFeatures;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.operation.DecodeResult;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.testing.TestSigner;
import org.datanet.protocol.wire.DecidedEpoch;

/**
 * A replica and the edge around it, as the node has it, over a simulated disk and network: what the
 * node does on threads happens here as events of the cluster.
 */
final class SimulatedNode {

  private static final int TABLES_OFFERED_MAX = 8;
  private static final int EPOCHS_PER_ANSWER = 16;
  private static final int CONTENT_ATTEMPTS_MAX = 6;

  private final int index;
  private final SimulatedCluster cluster;
  private final ClusterWorld world;
  private final SimulatedDisk disk;
  private final UnaryOperator<EpochOutcome> fault;
  private final TreeSet<Bytes32> seen = new TreeSet<>();
  private final Map<Long, Gossip> tickets = new TreeMap<>();
  private final Map<Bytes32, Input.TablesArrived> offered = new LinkedHashMap<>();
  private Optional<Replica> replica = Optional.empty();
  private int life;
  private long lastTicket;
  private long ownTicket;
  private boolean ownTaken;
  private boolean halted;
  private boolean catchingUp;

  /** A message on its way through gossip: forwarded once this node has accepted it. */
  record Gossip(SimulatedNode from, boolean operation, Bytes message) {}

  SimulatedNode(
      int index, SimulatedCluster cluster, ClusterWorld world, UnaryOperator<EpochOutcome> fault) {
    this.index = index;
    this.cluster = cluster;
    this.world = world;
    this.disk = new SimulatedDisk(world.genesis());
    this.fault = fault;
  }

  int index() {
    return index;
  }

  TestSigner signer() {
    return world.nodes().get(index);
  }

  SimulatedDisk disk() {
    return disk;
  }

  boolean isUp() {
    return replica.isPresent();
  }

  boolean isHalted() {
    return halted;
  }

  int life() {
    return life;
  }

  Optional<Replica> replica() {
    return replica;
  }

  void start() {
    life++;
    replica =
        Optional.of(
            new Replica(world.config(index, disk.ledger(), fault), disk.chain(), disk.pending()));
    take(new Input.VotesRecovered(disk.votes(disk.lastEpoch() + 1)));
    take(new Input.Started());
    if (isUp()) {
      askAgain();
    }
  }

  /** As the node does every few seconds, whatever it hears. */
  private void askAgain() {
    catchUp();
    cluster.after(this, 5_000, "ask-again", this::askAgain);
  }

  void crash() {
    replica = Optional.empty();
    seen.clear();
    tickets.clear();
    offered.clear();
    catchingUp = false;
  }

  /** Everything that follows from an input, up to a crash between two effects. */
  void take(Input first) {
    Optional<Input> next = Optional.of(first);
    while (next.isPresent() && replica.isPresent()) {
      Input input = next.get();
      cluster.trace().input(this, input);
      List<Effect> effects = replica.get().step(cluster.nowMs(), input);
      next = Optional.empty();
      for (Effect effect : effects) {
        cluster.trace().effect(this, effect);
        if (cluster.crashesNow(this)) {
          cluster.crash(this);
          return;
        }
        perform(effect);
        if (effect instanceof Effect.Commit commit) {
          next = Optional.of(new Input.Committed(commit.decided().getBatch().getEpoch()));
        }
      }
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Answer answer -> answered(answer);
      case Effect.StoreOperation stored -> disk.keep(stored.operation());
      case Effect.PublishOperation published ->
          gossip(new Gossip(this, true, published.operation().envelope()));
      case Effect.DropOperations dropped ->
          dropped
              .dropped()
              .forEach(
                  d -> {
                    disk.forget(d.id());
                    cluster.checks().dropped(d);
                  });
      case Effect.StoreVote vote -> disk.vote(vote.epoch(), vote.message());
      case Effect.PublishConsensus published -> {
        cluster.checks().published(this, published.message());
        cluster.misbehave(this, published.message());
        gossip(new Gossip(this, false, published.message()));
      }
      case Effect.SetTimer timer ->
          cluster.after(
              this, timer.delayMs(), "timer", () -> take(new Input.TimerElapsed(timer.timer())));
      case Effect.FetchContent fetch -> fetch.contents().forEach(c -> fetchContent(c, 1));
      case Effect.ForgetContents forget -> forget.contents().forEach(disk::forgetUnlessRecorded);
      case Effect.FetchOperations fetch -> fetchOperations(fetch);
      case Effect.FetchTables fetch -> fetchTables(fetch);
      case Effect.FetchRoundState fetch -> fetchRoundState(fetch.epoch());
      case Effect.CatchUp catchUp -> catchUp();
      case Effect.OfferTables offer -> {
        offered.put(
            offer.batchId(),
            new Input.TablesArrived(offer.batchId(), offer.attribution(), offer.reward()));
        if (offered.size() > TABLES_OFFERED_MAX) {
          offered.remove(offered.keySet().iterator().next());
        }
      }
      case Effect.Commit commit -> {
        disk.commit(commit);
        cluster.checks().committed(this, commit);
      }
      case Effect.KeepEvidence evidence -> cluster.checks().evidence(this, evidence);
      case Effect.ReportDifference difference -> cluster.checks().differs(this, difference);
      case Effect.Halt halt -> {
        halted = true;
        cluster.checks().halted(this, halt);
        crash();
      }
    }
  }

  private void answered(Effect.Answer answer) {
    Gossip gossip = tickets.remove(answer.ticket());
    if (gossip != null && answer.admission() instanceof Effect.Admission.Accepted) {
      gossip(gossip);
    }
    if (answer.ticket() == ownTicket) {
      ownTaken = answer.admission() instanceof Effect.Admission.Accepted;
    }
  }

  /** To everybody but whom it came from, unless it went out before. */
  private void gossip(Gossip gossip) {
    boolean own = gossip.from() == this;
    if (own && !seen.add(digest(gossip.message()))) {
      return;
    }
    for (SimulatedNode peer : cluster.nodes()) {
      if (peer != this && peer != gossip.from()) {
        cluster.deliver(this, peer, new Gossip(this, gossip.operation(), gossip.message()));
      }
    }
  }

  private static Bytes32 digest(Bytes message) {
    return Hasher.of("message").addBytes(message).digest();
  }

  /** Something that a peer gossiped has come in. */
  void hear(Gossip gossip) {
    if (isUp() && seen.add(digest(gossip.message()))) {
      long ticket = ++lastTicket;
      tickets.put(ticket, gossip);
      if (gossip.operation()) {
        take(new Input.OperationArrived(ticket, Input.Origin.PEER, decoded(gossip.message())));
      } else {
        takeConsensus(ticket, gossip.message());
      }
    }
  }

  private SignedOperation decoded(Bytes envelope) {
    return switch (OperationCodec.decode(envelope.toArray(), world.networkId(), world.verifier())) {
      case DecodeResult.Decoded decoded -> decoded.operation();
      case DecodeResult.Rejected rejected ->
          throw new AssertionError("a node published " + rejected.refusal().message());
    };
  }

  private void takeConsensus(long ticket, Bytes message) {
    switch (world.received(message)) {
      case ConsensusCodec.Message.OfProposal proposal ->
          take(new Input.ProposalArrived(ticket, proposal.proposal()));
      case ConsensusCodec.Message.OfVote vote -> take(new Input.VoteArrived(ticket, vote.vote()));
    }
  }

  /** An own user's operation; gives whether the user was told that it is taken. */
  boolean submit(SignedOperation operation) {
    ownTicket = ++lastTicket;
    ownTaken = false;
    take(new Input.OperationArrived(ownTicket, Input.Origin.OWN_USER, operation));
    return ownTaken;
  }

  private void fetchContent(WantedContent content, int attempt) {
    Optional<Bytes> held = disk.content(content.cid());
    if (held.isPresent()) {
      cluster.after(this, 1, "content", () -> take(checked(content, held.get())));
      return;
    }
    cluster.ask(
        this,
        peer -> peer.disk.content(content.cid()),
        data -> {
          disk.keep(content.cid(), data);
          take(checked(content, data));
        },
        () -> {
          if (attempt < CONTENT_ATTEMPTS_MAX) {
            cluster.after(
                this, 500L * attempt, "content-again", () -> fetchContent(content, attempt + 1));
          }
        });
  }

  private static Input checked(WantedContent content, Bytes data) {
    if (data.size() != content.sizeBytes()) {
      return new Input.ContentRefused(content, Refusal.of(Reason.CONTENT_MISMATCH));
    }
    ContentFeatures features = ContentFeatures.of(data.toArrayUnsafe());
    return new Input.ContentReady(
        content,
        org.datanet.protocol.wire.ContentFeatures.newBuilder()
            .setSizeBytes(features.sizeBytes())
            .setTokens(features.tokens())
            .build());
  }

  private void fetchOperations(Effect.FetchOperations fetch) {
    for (SimulatedNode peer : cluster.nodes()) {
      cluster.ask(
          this,
          peer,
          () -> fetch.ids().stream().flatMap(id -> peer.operation(id).stream()).toList(),
          found -> take(new Input.OperationsArrived(fetch.batchId(), found)));
    }
  }

  private Optional<SignedOperation> operation(OperationId id) {
    return replica.flatMap(r -> r.pooled(id)).or(() -> disk.decided(id));
  }

  private void fetchTables(Effect.FetchTables fetch) {
    cluster.ask(
        this, peer -> Optional.ofNullable(peer.offered.get(fetch.batchId())), this::take, () -> {});
  }

  private void fetchRoundState(long epoch) {
    for (SimulatedNode peer : cluster.nodes()) {
      cluster.ask(
          this,
          peer,
          () -> peer.replica.map(r -> r.roundState(epoch)).orElse(List.of()),
          messages -> messages.forEach(message -> takeConsensus(++lastTicket, message)));
    }
  }

  /** One run at a time, as in the node; it ends with an empty answer. */
  void catchUp() {
    if (catchingUp || !isUp()) {
      return;
    }
    catchingUp = true;
    long from = disk.lastEpoch() + 1;
    cluster.ask(
        this,
        peer ->
            Optional.of(cluster.answer(peer, peer.disk.epochs(from, EPOCHS_PER_ANSWER)))
                .filter(epochs -> !epochs.isEmpty()),
        epochs -> {
          catchingUp = false;
          List<Input.Decided> decided = new ArrayList<>();
          epochs.forEach(epoch -> decided.add(parsed(epoch)));
          take(new Input.EpochsArrived(decided));
          catchUp();
        },
        () -> {
          catchingUp = false;
          take(new Input.EpochsArrived(List.of()));
        });
  }

  private Input.Decided parsed(DecidedEpoch epoch) {
    return new Input.Decided(
        epoch.getBatch(),
        CertificateCodec.parse(epoch.getCertificate()).orElseThrow(),
        epoch.getOperationsList().stream()
            .map(envelope -> decoded(Bytes.wrap(envelope.toByteArray())))
            .toList());
  }
}
