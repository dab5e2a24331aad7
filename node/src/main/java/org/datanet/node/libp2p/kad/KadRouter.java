package org.datanet.node.libp2p.kad;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.KadWire.Message;

/**
 * Peer routing of one node: its table, its lookups and its answers. Knows neither sockets nor
 * clocks: what happens comes in with the time in milliseconds, what to do comes out. One thread.
 */
final class KadRouter {

  private final PeerId self;
  private final KadTiming timing;
  private final RoutingTable table;
  private final RefreshPlan refresh;
  private final Answers answers;
  private final Map<PeerId, Link> links = new HashMap<>();
  private final Map<Long, Request> requests = new HashMap<>();
  private final Map<Long, Search> searches = new TreeMap<>();
  private final Deque<Search> waiting = new ArrayDeque<>();
  private List<KadAction> actions = new ArrayList<>();
  private long lastRequest;
  private long lastOwnSearch;
  private long requestsFailed;
  private long searchesEnded;
  private long expireMs = Long.MIN_VALUE;

  /**
   * @param seed of the keys of random walks
   */
  KadRouter(PeerId self, KadTiming timing, long seed) {
    this.self = self;
    this.timing = timing;
    this.table = new RoutingTable(KadKey.of(self), timing);
    this.refresh = new RefreshPlan(KadKey.of(self), timing, seed);
    this.answers = new Answers(table, links);
  }

  /** Why a request got no answer. */
  enum Failure {
    /** No connection, or no answer, or one that breaks the protocol. */
    NO_ANSWER,
    /** The peer was reached, and does not serve others. */
    NOT_SERVED
  }

  /**
   * @param search empty where a peer of the table is checked
   */
  private record Request(PeerId peer, Optional<Search> search) {}

  RoutingTable table() {
    return table;
  }

  int searchesUnderWay() {
    return searches.size();
  }

  int searchesWaiting() {
    return waiting.size();
  }

  int requestsOpen() {
    return requests.size();
  }

  /** Ever. */
  long requestsSent() {
    return lastRequest;
  }

  /** Without an answer, ever. */
  long requestsFailed() {
    return requestsFailed;
  }

  /** Ever. */
  long searchesEnded() {
    return searchesEnded;
  }

  /** A connection is open. */
  void connected(PeerId peer, Link link) {
    links.put(peer, link);
  }

  /**
   * The peer on an open connection says what it is.
   *
   * @param serves true where it speaks our protocol to whoever asks
   */
  List<KadAction> identified(PeerId peer, Link link, boolean serves, long nowMs) {
    links.put(peer, link);
    if (serves) {
      seen(peer, link, nowMs);
    } else {
      table.remove(peer);
    }
    endIfReached(peer, nowMs);
    return proceed(nowMs);
  }

  void disconnected(PeerId peer) {
    links.remove(peer);
  }

  /** What to answer; empty where a message asks for no answer. */
  Optional<Message> request(PeerId from, Message message) {
    return answers.to(from, message);
  }

  /** A peer answered a request over this connection. */
  List<KadAction> answered(long id, Link link, Message answer, long nowMs) {
    Request request = requests.remove(id);
    if (request == null) {
      return List.of();
    }
    PeerId peer = request.peer();
    seen(peer, link, nowMs);
    List<Contact> nearer =
        KadCodec.nearer(answer, link.scope()).stream()
            .filter(c -> !c.addresses().isEmpty() || links.containsKey(c.peer()))
            .toList();
    request.search().ifPresent(search -> search.lookup().answered(peer, nearer));
    endIfReached(peer, nowMs);
    return proceed(nowMs);
  }

  /** A request is over without an answer. */
  List<KadAction> failed(long id, Failure failure, long nowMs) {
    Request request = requests.remove(id);
    if (request == null) {
      return List.of();
    }
    requestsFailed++;
    switch (failure) {
      case NO_ANSWER -> table.failed(request.peer());
      case NOT_SERVED -> table.remove(request.peer());
    }
    request.search().ifPresent(search -> search.lookup().failed(request.peer()));
    endIfReached(request.peer(), nowMs);
    return proceed(nowMs);
  }

  /** True where another search can be asked for. */
  boolean hasRoom() {
    return waiting.size() < KadLimits.LOOKUPS_WAITING_MAX;
  }

  /**
   * Looks for a peer, where there {@link #hasRoom}. {@link KadAction.Ended} follows, now or later.
   *
   * @param search a number of the caller's, greater than 0
   */
  List<KadAction> find(long search, PeerId wanted, long nowMs) {
    waiting.add(new Search(search, Search.Purpose.PEER, wanted.bytes(), self));
    endIfReached(wanted, nowMs);
    return proceed(nowMs);
  }

  /**
   * Looks for peers that are not known yet, where there {@link #hasRoom}; as {@link #find}.
   *
   * @param search a number of the caller's, greater than 0
   */
  List<KadAction> wander(long search, long nowMs) {
    waiting.add(new Search(search, Search.Purpose.WANDER, refresh.anyKey(), self));
    return proceed(nowMs);
  }

  /** Time has passed. */
  List<KadAction> tick(long nowMs) {
    if (nowMs >= expireMs) {
      table.expire(nowMs);
      expireMs = nowMs + timing.checkAfterMs();
    }
    return proceed(nowMs);
  }

  private void seen(PeerId peer, Link link, long nowMs) {
    Contact contact = Contact.of(peer, link.verifiedAddresses());
    if (contact.addresses().isEmpty()) {
      return; // nobody should be sent there
    }
    table
        .seen(contact, link.groups(), nowMs)
        .check()
        .ifPresent(oldest -> ask(oldest, ByteString.copyFrom(self.bytes()), Optional.empty()));
  }

  private void ask(Contact contact, ByteString key, Optional<Search> search) {
    long id = ++lastRequest;
    requests.put(id, new Request(contact.peer(), search));
    actions.add(new KadAction.Ask(id, contact, key));
  }

  /** Whoever waits for a peer that is connected need not wait any longer. */
  private void endIfReached(PeerId peer, long nowMs) {
    Link link = links.get(peer);
    if (link == null || link.addresses().isEmpty()) {
      return;
    }
    List<Search> all = new ArrayList<>(searches.values());
    all.addAll(waiting);
    for (Search search : all) {
      if (search.wanted().equals(Optional.of(peer))) {
        end(search, nowMs);
      }
    }
  }

  private void end(Search search, long nowMs) {
    searches.remove(search.id);
    waiting.remove(search);
    searchesEnded++;
    List<Lookup.Found> nearest = search.lookup().found();
    switch (search.purpose) {
      case PEER, WANDER ->
          actions.add(
              new KadAction.Ended(
                  search.id,
                  addressesOfWanted(search),
                  nearest,
                  search.lookup().queries(),
                  search.addedSince(table.added())));
      case SELF -> refresh.selfEnded(nearest, nowMs);
      case WALK -> {
        // Whoever it found is in the table.
      }
    }
  }

  private List<Multiaddr> addressesOfWanted(Search search) {
    return search
        .wanted()
        .map(
            wanted ->
                Optional.ofNullable(links.get(wanted))
                    .map(Link::addresses)
                    .filter(addresses -> !addresses.isEmpty())
                    .orElseGet(() -> search.lookup().claims(wanted)))
        .orElse(List.of());
  }

  /** Begins and goes on with whatever can be, and gives all that is to be done. */
  private List<KadAction> proceed(long nowMs) {
    boolean changed = true;
    while (changed) {
      changed = false;
      planRefresh(nowMs);
      while (searches.size() < KadLimits.LOOKUPS_MAX && !waiting.isEmpty()) {
        begin(waiting.remove(), nowMs);
      }
      for (Search search : List.copyOf(searches.values())) {
        search.lookup().next().forEach(c -> ask(c, search.key, Optional.of(search)));
        if (search.isOver(nowMs)) {
          end(search, nowMs);
          changed = true;
        }
      }
    }
    List<KadAction> toDo = actions;
    actions = new ArrayList<>();
    return toDo;
  }

  /** One search of our own at a time: the table can wait, callers cannot. */
  private void planRefresh(long nowMs) {
    boolean busy = searches.values().stream().anyMatch(s -> !s.purpose.isForCaller());
    if (busy || searches.size() >= KadLimits.LOOKUPS_MAX) {
      return;
    }
    if (refresh.isSelfDue(table.size(), table.added(), nowMs)) {
      refresh.selfStarted(table.added(), nowMs);
      begin(new Search(--lastOwnSearch, Search.Purpose.SELF, self.bytes(), self), nowMs);
    } else {
      refresh
          .nextWalk(nowMs)
          .map(key -> new Search(--lastOwnSearch, Search.Purpose.WALK, key, self))
          .ifPresent(walk -> begin(walk, nowMs));
    }
  }

  private void begin(Search search, long nowMs) {
    KadKey target = search.lookup().target();
    search.begin(
        new Lookup(target, self, table.seeds(target)), nowMs + timing.lookupMs(), table.added());
    searches.put(search.id, search);
    refresh.lookedFor(target, nowMs);
  }
}
