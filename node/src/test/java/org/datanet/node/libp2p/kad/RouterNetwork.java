package org.datanet.node.libp2p.kad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.KadWire.Message;

/**
 * Real routers over a simulated network with its own clock: every message takes 5 to 100 ms, who is
 * dead answers nothing. A seed is a run.
 */
final class RouterNetwork {

  private static final long TICK_MS = 1_000;

  private final SplittableRandom random;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<PeerId, Node> byPeer = new TreeMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::order));
  private long nowMs = 1_000_000;
  private long lastOrder;
  private long lastSearch;

  RouterNetwork(long seed) {
    this.random = new SplittableRandom(seed);
  }

  private record Event(long atMs, long order, Runnable what) {}

  /** One node of the network. */
  final class Node {
    final PeerId id;
    final Multiaddr address;
    final KadRouter router;
    private final Map<Long, KadAction.Ended> ended = new TreeMap<>();
    private final Set<PeerId> connected = new HashSet<>();
    boolean alive = true;

    /** What it says instead of the truth, given the key. */
    Optional<Function<KadKey, List<Contact>>> lie = Optional.empty();

    Node(int number) {
      id = Peers.peer(number);
      address = Peers.address(number);
      router = new KadRouter(id, KadTiming.DEFAULT, number);
    }

    KadKey key() {
      return KadKey.of(id);
    }

    private Message answer(PeerId asker, Message request) {
      Message truth = router.request(asker, request).orElseThrow();
      if (lie.isEmpty()) {
        return truth;
      }
      Message.Builder told = Message.newBuilder().setType(request.getType());
      lie.get()
          .apply(KadKey.of(request.getKey().toByteArray()))
          .forEach(c -> told.addCloserPeers(KadCodec.peer(c, Message.ConnectionType.CONNECTED)));
      return told.build();
    }

    KadAction.Ended ended(long search) {
      return Optional.ofNullable(ended.get(search)).orElseThrow();
    }

    private void run(List<KadAction> actions) {
      for (KadAction action : actions) {
        switch (action) {
          case KadAction.Ask ask -> RouterNetwork.this.ask(this, ask);
          case KadAction.Ended end -> ended.put(end.search(), end);
        }
      }
    }

    private void tick() {
      if (alive) {
        run(router.tick(nowMs));
        after(TICK_MS, this::tick);
      }
    }
  }

  /** A node that knows nobody. */
  Node add() {
    Node node = new Node(nodes.size());
    nodes.add(node);
    byPeer.put(node.id, node);
    after(random.nextLong(TICK_MS), node::tick);
    return node;
  }

  List<Node> nodes() {
    return nodes;
  }

  boolean areConnected(Node one, Node other) {
    return one.connected.contains(other.id);
  }

  boolean exists(PeerId peer) {
    return byPeer.containsKey(peer);
  }

  SplittableRandom random() {
    return random;
  }

  /** One dials the other, and each tells the other that it serves. */
  void connect(Node dialler, Node dialled) {
    if (!dialler.connected.add(dialled.id)) {
      return;
    }
    dialled.connected.add(dialler.id);
    Link out = new Link(dialled.address, true, List.of(dialled.address));
    Link in = new Link(dialler.address, false, List.of(dialler.address));
    dialler.run(dialler.router.identified(dialled.id, out, true, nowMs));
    dialled.run(dialled.router.identified(dialler.id, in, true, nowMs));
  }

  /** Looks for a peer from a node; what comes of it will be in {@link Node#ended(long)}. */
  long find(Node from, PeerId wanted) {
    long search = ++lastSearch;
    from.run(from.router.find(search, wanted, nowMs));
    return search;
  }

  void run(long forMs) {
    long untilMs = nowMs + forMs;
    while (!events.isEmpty() && events.element().atMs() <= untilMs) {
      step();
    }
    nowMs = untilMs;
  }

  private void step() {
    Event event = events.remove();
    nowMs = event.atMs();
    event.what().run();
  }

  private void after(long ms, Runnable what) {
    events.add(new Event(nowMs + ms, ++lastOrder, what));
  }

  private long delayMs() {
    return random.nextLong(5, 100);
  }

  private void ask(Node from, KadAction.Ask ask) {
    Node to = byPeer.get(ask.contact().peer());
    boolean reachable = to != null && to.alive && ask.contact().addresses().contains(to.address);
    if (!reachable) {
      after(
          KadTiming.DEFAULT.requestMs(),
          () -> from.run(from.router.failed(ask.request(), KadRouter.Failure.NO_ANSWER, nowMs)));
      return;
    }
    after(
        delayMs(),
        () -> {
          connect(from, to);
          Message answer = to.answer(from.id, KadCodec.findNode(ask.key()));
          Link link = new Link(to.address, true, List.of(to.address));
          after(
              delayMs(), () -> from.run(from.router.answered(ask.request(), link, answer, nowMs)));
        });
  }

  /** The peers that are truly nearest to a key among those alive, except one. */
  List<PeerId> nearest(KadKey key, int count, Node except) {
    Comparator<KadKey> nearestFirst = key.nearestFirst();
    return nodes.stream()
        .filter(node -> node.alive && node != except)
        .sorted((one, other) -> nearestFirst.compare(one.key(), other.key()))
        .limit(count)
        .map(node -> node.id)
        .toList();
  }
}
