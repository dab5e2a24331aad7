package org.datanet.node.libp2p.bitswap;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.BitswapWire.Message.Wantlist;

/**
 * Decides whom to ask for which block. A preferred peer is asked for the block at once; without
 * one, or when it lacks the block or stays silent, all others are asked whether they have it, and
 * the first that has is asked for it. What nobody has is asked again every two seconds until its
 * fetches end. Knows neither time nor sockets: entries to send gather by peer until {@link
 * #takeEntries}.
 */
final class WantManager {

  /** Wants in flight, over all peers; it bounds what a peer's queue must hold. */
  static final int WINDOW = 1_024;

  /** Blocks wanted at once, over all fetches: four epochs of operations. */
  static final int WANTS_MAX = 80_000;

  /** A peer that sends nothing at all for so long is passed over. */
  static final long SILENCE_MS = 2_000;

  /** Blocks nobody asked for, after which a peer is asked for nothing more. */
  static final int CORRUPT_MAX = 16;

  /**
   * Entries that wait for a peer; over it cancels are left out, which costs a needless block at
   * most.
   */
  private static final int ENTRIES_MAX = 4 * WINDOW;

  /** Blocks fetched lately, by which a late duplicate is told from a corrupt block. */
  private static final int DONE_MAX = 4_096;

  private final Map<BlockCid, Want> wants = new LinkedHashMap<>();
  private final Deque<Want> queue = new ArrayDeque<>();
  private final Map<PeerId, Peer> peers = new TreeMap<>();
  private final LinkedHashMap<BlockCid, Boolean> done = new LinkedHashMap<>();
  private int inFlight;

  private static final class Peer {
    final Map<BlockCid, Wantlist.Entry> entries = new LinkedHashMap<>();
    TransferCounts counts = TransferCounts.NONE;
    long heardAtMs;
  }

  int size() {
    return wants.size();
  }

  boolean hasRoom(int blocks) {
    return wants.size() + blocks <= WANTS_MAX;
  }

  void start(Fetch fetch, long nowMs) {
    for (BlockCid cid : fetch.missing) {
      Want want = wants.get(cid);
      if (want == null) {
        want = new Want(cid);
        wants.put(cid, want);
        queue.addLast(want);
      }
      want.fetches.add(fetch);
    }
    pump(nowMs);
  }

  /** The fetch is over, complete or not. */
  void end(Fetch fetch, long nowMs) {
    for (BlockCid cid : fetch.missing) {
      Want want = wants.get(cid);
      if (want != null) {
        want.fetches.remove(fetch);
        if (want.fetches.isEmpty()) {
          finish(want, Optional.empty());
        }
      }
    }
    pump(nowMs);
  }

  void peerConnected(PeerId peer, long nowMs) {
    peers.putIfAbsent(peer, new Peer());
    wants.values().stream().filter(want -> want.state == Want.State.PARKED).forEach(this::enqueue);
    pump(nowMs);
  }

  void peerDisconnected(PeerId peer, long nowMs) {
    peers.remove(peer);
    for (Want want : wants.values()) {
      want.have.remove(peer);
      want.lack.remove(peer);
      want.asked.remove(peer);
      if (want.source.filter(peer::equals).isPresent()) {
        landed(want);
        enqueue(want);
      }
    }
    pump(nowMs);
  }

  /**
   * True where the block was wanted and went to its fetches; the fetches that it completed are
   * added.
   */
  boolean onBlock(
      PeerId from, ByteString prefix, ByteString data, long nowMs, List<Fetch> completed) {
    Peer peer = peers.get(from);
    if (peer == null) {
      return false;
    }
    Optional<BlockCid> cid =
        data.size() <= Bitswap.BLOCK_BYTES_MAX ? BlockCid.of(prefix, data) : Optional.empty();
    Optional<Want> wanted = cid.map(wants::get);
    if (wanted.isEmpty()) {
      if (cid.filter(done::containsKey).isEmpty()) {
        peer.counts = peer.counts.withCorrupt();
      }
      return false;
    }
    peer.heardAtMs = nowMs;
    peer.counts = peer.counts.received(data.size());
    Want want = wanted.get();
    finish(want, Optional.of(from));
    remember(want.cid);
    for (Fetch fetch : want.fetches) {
      fetch.missing.remove(want.cid);
      fetch.received++;
      fetch.sink.onBlock(from, want.cid.bytes().toByteArray(), data.toByteArray());
      if (fetch.missing.isEmpty()) {
        completed.add(fetch);
      }
    }
    pump(nowMs);
    return true;
  }

  void onPresence(PeerId from, BlockCid cid, boolean has, long nowMs) {
    Peer peer = peers.get(from);
    Want want = wants.get(cid);
    if (peer == null || want == null || !want.asked.contains(from)) {
      return;
    }
    peer.heardAtMs = nowMs;
    if (has) {
      want.have.add(from);
      if (want.state == Want.State.SEARCHING) {
        askForBlock(want, from, nowMs);
      }
      return;
    }
    want.lack.add(from);
    want.have.remove(from);
    if (want.source.filter(from::equals).isPresent()) {
      landed(want);
      advance(want, nowMs);
    } else if (want.state == Want.State.SEARCHING && want.lack.containsAll(want.asked)) {
      park(want, nowMs);
    }
    pump(nowMs);
  }

  /** Passes over peers that stay silent and asks again for what nobody had. */
  void tick(long nowMs) {
    for (Want want : wants.values()) {
      boolean waitedLong = nowMs - want.sinceMs >= SILENCE_MS;
      switch (want.state) {
        case ASKED -> {
          if (waitedLong && want.source.map(source -> isSilent(source, nowMs)).orElse(true)) {
            want.source.ifPresent(
                source -> {
                  want.lack.add(source);
                  want.have.remove(source);
                  cancel(source, want.cid);
                });
            landed(want);
            advance(want, nowMs);
          }
        }
        case SEARCHING -> {
          if (waitedLong) {
            park(want, nowMs);
          }
        }
        case PARKED -> {
          if (waitedLong) {
            enqueue(want);
          }
        }
        case QUEUED -> {}
      }
    }
    pump(nowMs);
  }

  /**
   * Takes up to so many entries for a peer; a want that was cancelled before it went out is not
   * among them.
   */
  List<Wantlist.Entry> takeEntries(PeerId to, int entriesMax) {
    Peer peer = peers.get(to);
    if (peer == null) {
      return List.of();
    }
    List<Wantlist.Entry> taken =
        new ArrayList<>(peer.entries.values().stream().limit(entriesMax).toList());
    taken.forEach(entry -> peer.entries.remove(new BlockCid(entry.getBlock())));
    return taken;
  }

  /** Peers with entries to send. */
  List<PeerId> peersToTell() {
    List<PeerId> tell = new ArrayList<>();
    peers.forEach(
        (id, peer) -> {
          if (!peer.entries.isEmpty()) {
            tell.add(id);
          }
        });
    return tell;
  }

  TransferCounts counts(PeerId peer) {
    Peer state = peers.get(peer);
    return state == null ? TransferCounts.NONE : state.counts;
  }

  private void pump(long nowMs) {
    while (inFlight < WINDOW && !queue.isEmpty() && !peers.isEmpty()) {
      Want want = queue.removeFirst();
      if (want.state == Want.State.QUEUED && wants.get(want.cid) == want) {
        advance(want, nowMs);
      }
    }
  }

  /** The next step for a want that is not in flight. */
  private void advance(Want want, long nowMs) {
    Optional<PeerId> holder =
        want.have.stream().filter(this::isTrusted).findFirst().or(() -> preferred(want));
    if (holder.isPresent()) {
      askForBlock(want, holder.get(), nowMs);
      return;
    }
    TreeSet<PeerId> others = new TreeSet<>(peers.keySet());
    others.removeAll(want.lack);
    others.removeIf(peer -> !isTrusted(peer));
    if (others.isEmpty()) {
      park(want, nowMs);
    } else if (others.size() == 1) {
      askForBlock(want, others.first(), nowMs);
    } else {
      takeOff(want, Want.State.SEARCHING, nowMs);
      others.forEach(peer -> tell(peer, want, Wantlist.WantType.HAVE));
    }
  }

  private Optional<PeerId> preferred(Want want) {
    return want.fetches.stream()
        .flatMap(fetch -> fetch.preferred.stream())
        .filter(peer -> peers.containsKey(peer) && !want.lack.contains(peer) && isTrusted(peer))
        .findFirst();
  }

  private void askForBlock(Want want, PeerId peer, long nowMs) {
    takeOff(want, Want.State.ASKED, nowMs);
    want.source = Optional.of(peer);
    tell(peer, want, Wantlist.WantType.BLOCK);
  }

  private void takeOff(Want want, Want.State state, long nowMs) {
    if (!want.state.isInFlight()) {
      inFlight++;
    }
    want.state = state;
    want.sinceMs = nowMs;
  }

  private void landed(Want want) {
    if (want.state.isInFlight()) {
      inFlight--;
      want.state = Want.State.QUEUED;
    }
    want.source = Optional.empty();
  }

  private void park(Want want, long nowMs) {
    landed(want);
    want.state = Want.State.PARKED;
    want.sinceMs = nowMs;
    want.asked.clear();
    want.lack.clear();
    want.have.clear();
  }

  private void enqueue(Want want) {
    want.state = Want.State.QUEUED;
    queue.addLast(want);
  }

  private void finish(Want want, Optional<PeerId> sender) {
    landed(want);
    wants.remove(want.cid);
    want.asked.stream()
        .filter(peer -> sender.filter(peer::equals).isEmpty())
        .forEach(peer -> cancel(peer, want.cid));
  }

  private void remember(BlockCid cid) {
    done.put(cid, true);
    if (done.size() > DONE_MAX) {
      done.remove(done.keySet().iterator().next());
    }
  }

  private void tell(PeerId to, Want want, Wantlist.WantType type) {
    Peer peer = peers.get(to);
    if (peer != null) {
      want.asked.add(to);
      peer.entries.put(
          want.cid,
          Wantlist.Entry.newBuilder()
              .setBlock(want.cid.bytes())
              .setPriority(1)
              .setWantType(type)
              .setSendDontHave(true)
              .build());
    }
  }

  private void cancel(PeerId to, BlockCid cid) {
    Peer peer = peers.get(to);
    if (peer != null) {
      Wantlist.Entry entry =
          Wantlist.Entry.newBuilder().setBlock(cid.bytes()).setCancel(true).build();
      if (peer.entries.remove(cid) == null && peer.entries.size() < ENTRIES_MAX) {
        peer.entries.put(cid, entry);
      }
    }
  }

  private boolean isSilent(PeerId id, long nowMs) {
    Peer peer = peers.get(id);
    return peer == null || !isTrusted(id) || nowMs - peer.heardAtMs >= SILENCE_MS;
  }

  private boolean isTrusted(PeerId id) {
    Peer peer = peers.get(id);
    return peer != null && peer.counts.corrupt() < CORRUPT_MAX;
  }
}
