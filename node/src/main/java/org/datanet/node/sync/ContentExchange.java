package org.datanet.node.sync;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.network.ContentOutcome;
import org.datanet.node.network.ContentSource;
import org.datanet.node.network.Occupancy;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.storage.RecordStore;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.content.ContentFeatures;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.WantedContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the contents that openings name: from the store, else from peers, and says of each whether
 * it is what the opening and the datanet's schema ask for. Wants are gathered for a moment and
 * fetched together.
 */
public final class ContentExchange {

  private static final Logger log = LoggerFactory.getLogger(ContentExchange.class);

  private final RecordStore records;
  private final Ledger ledger;
  private final PeerNetwork network;
  private final ScheduledExecutorService timers;
  private final Executor errands;
  private final SyncCore core;
  private final ContentWants wants = new ContentWants();
  private final Map<Cid, String> hints =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Cid, String> eldest) {
          return size() > SyncLimits.CONTENTS_WANTED_MAX;
        }
      };

  /** When the next fetch is due; {@link Long#MAX_VALUE} while none is. */
  private long scheduledMs = Long.MAX_VALUE;

  /**
   * @param errands threads that may wait for the disk
   * @param ledger to look up a datanet's manifest in; may be ahead of or behind the operation
   */
  public ContentExchange(
      RecordStore records,
      Ledger ledger,
      PeerNetwork network,
      ScheduledExecutorService timers,
      Executor errands,
      SyncCore core) {
    this.records = records;
    this.ledger = ledger;
    this.network = network;
    this.timers = timers;
    this.errands = errands;
    this.core = core;
  }

  /** Serves what the store holds to peers. */
  public ContentSource source() {
    return new ContentSource() {
      @Override
      public Optional<byte[]> content(byte[] cid) throws IOException {
        Optional<Cid> name = Cid.decode(Bytes.wrap(cid));
        return name.isEmpty() ? Optional.empty() : records.get(name.get()).map(Bytes::toArray);
      }

      @Override
      public boolean has(byte[] cid) throws IOException {
        Optional<Cid> name = Cid.decode(Bytes.wrap(cid));
        return name.isPresent() && records.has(name.get());
      }
    };
  }

  /** What peers can fill here, and how full it is. */
  public List<Occupancy> occupancy() {
    return List.of(
        new Occupancy(
            "contents.wanted",
            "contents that openings name and that are not here yet",
            wants::size,
            SyncLimits.CONTENTS_WANTED_MAX));
  }

  /** A peer that is likely to hold a content, since it gossiped the opening. */
  public void hint(WantedContent content, String peer) {
    synchronized (hints) {
      hints.put(content.cid(), peer);
    }
  }

  /** Asks for contents; each is answered once, with an input, or never where nobody has it. */
  public void want(List<WantedContent> contents, Optional<String> peer) {
    long nowMs = nowMs();
    int leftOut = 0;
    for (WantedContent content : contents) {
      if (!wants.add(content, peer.or(() -> hinted(content.cid())), nowMs)) {
        leftOut++;
      }
    }
    if (leftOut > 0) {
      log.warn("{} contents are wanted already; {} are left out", wants.size(), leftOut);
    }
    schedule(nowMs + SyncLimits.CONTENT_GATHER_MS);
  }

  /** Somebody has put contents into the store: what waits for them is judged now. */
  public void stored(List<Cid> cids) {
    List<Cid> wanted = cids.stream().filter(wants::arrived).toList();
    if (!wanted.isEmpty()) {
      errands.execute(() -> wanted.forEach(this::judgeStored));
    }
  }

  private void judgeStored(Cid cid) {
    Optional<Bytes> held = held(cid);
    List<WantedContent> asked = wants.take(cid);
    if (held.isPresent()) {
      tell(judged(asked, held.get()));
    } else {
      want(asked, Optional.empty());
    }
  }

  private Optional<String> hinted(Cid cid) {
    synchronized (hints) {
      return Optional.ofNullable(hints.get(cid));
    }
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** One timer at a time, and another where something is due before it. */
  private synchronized void schedule(long dueMs) {
    if (dueMs < scheduledMs) {
      scheduledMs = dueMs;
      long delayMs = Math.max(0, scheduledMs - nowMs());
      timers.schedule(() -> errands.execute(this::fetch), delayMs, TimeUnit.MILLISECONDS);
    }
  }

  private void fetch() {
    synchronized (this) {
      scheduledMs = Long.MAX_VALUE;
    }
    wants.takeDue(nowMs()).forEach(this::fetchFrom);
    wants.nextDueMs().ifPresent(this::schedule);
  }

  private void fetchFrom(Optional<String> peer, List<Cid> cids) {
    List<byte[]> absent = new ArrayList<>();
    for (Cid cid : cids) {
      Optional<Bytes> held = held(cid);
      if (held.isPresent()) {
        tell(judged(wants.take(cid), held.get()));
      } else {
        absent.add(cid.toBytes().toArray());
      }
    }
    if (absent.isEmpty()) {
      return;
    }
    network
        .fetchContent(absent, peer, SyncLimits.CONTENT_TIMEOUT_MS, this::received)
        .whenComplete(
            (ContentOutcome outcome, Throwable failure) -> {
              if (failure != null) {
                log.debug("fetching {} contents failed", absent.size(), failure);
              }
              ended(cids);
            });
  }

  private Optional<Bytes> held(Cid cid) {
    try {
      return records.get(cid);
    } catch (IOException e) {
      log.error("the store does not give {}", cid, e);
      return Optional.empty();
    }
  }

  /** The network's thread may not wait for the disk. */
  private void received(byte[] name, byte[] data) {
    Cid cid =
        Cid.decode(Bytes.wrap(name))
            .orElseThrow(() -> new IllegalStateException("fetched what was not asked for"));
    if (wants.arrived(cid)) {
      errands.execute(() -> arrived(cid, Bytes.wrap(data)));
    }
  }

  /** Only what somebody asked for and can use goes to the disk. */
  private void arrived(Cid cid, Bytes data) {
    List<WantedContent> asked = wants.take(cid);
    List<Input> judged = judged(asked, data);
    try {
      if (judged.stream().anyMatch(input -> input instanceof Input.ContentReady)) {
        records.put(cid, data);
      }
    } catch (IOException e) {
      log.error("the store does not take {}", cid, e);
      want(asked, Optional.empty());
      return;
    }
    tell(judged);
  }

  private List<Input> judged(List<WantedContent> asked, Bytes data) {
    List<Input> judged = new ArrayList<>();
    for (WantedContent content : asked) {
      Optional<Refusal> refusal = check(content, data);
      judged.add(
          refusal.isPresent()
              ? new Input.ContentRefused(content, refusal.get())
              : new Input.ContentReady(content, features(data)));
    }
    return judged;
  }

  /** What finds no room is wanted still; it comes from the store next time, or from a peer. */
  private void tell(List<Input> judged) {
    for (Input input : judged) {
      if (!core.take(input)) {
        want(List.of(contentOf(input)), Optional.empty());
      }
    }
  }

  private static WantedContent contentOf(Input judged) {
    return switch (judged) {
      case Input.ContentReady ready -> ready.content();
      case Input.ContentRefused refused -> refused.content();
      default -> throw new IllegalArgumentException("no judgement of a content: " + judged);
    };
  }

  private static org.datanet.protocol.wire.ContentFeatures features(Bytes data) {
    ContentFeatures features = ContentFeatures.of(data.toArrayUnsafe());
    return org.datanet.protocol.wire.ContentFeatures.newBuilder()
        .setSizeBytes(features.sizeBytes())
        .setTokens(features.tokens())
        .build();
  }

  private Optional<Refusal> check(WantedContent content, Bytes data) {
    if (data.size() != content.sizeBytes()) {
      return Optional.of(
          new Refusal(
              Reason.CONTENT_MISMATCH,
              "%d bytes, the opening says %d".formatted(data.size(), content.sizeBytes())));
    }
    return ledger
        .get(Keys.datanet(content.datanet()))
        .flatMap(datanet -> RecordSchema.check(datanet.getManifest(), data.toArrayUnsafe()));
  }

  private void ended(List<Cid> cids) {
    List<Cid> asleep = wants.ended(cids, nowMs());
    if (!asleep.isEmpty()) {
      log.info("nobody served {} contents, {} among them", asleep.size(), asleep.getFirst());
    }
    wants.nextDueMs().ifPresent(this::schedule);
  }
}
