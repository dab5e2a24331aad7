package org.datanet.node.sync;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.network.ContentOutcome;
import org.datanet.node.network.ContentSource;
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

  private static final class Want {
    final Set<WantedContent> asked = new LinkedHashSet<>();
    Optional<String> peer = Optional.empty();
    int attempts;
    boolean fetching;
  }

  private final RecordStore records;
  private final Ledger ledger;
  private final PeerNetwork network;
  private final ScheduledExecutorService timers;
  private final Executor errands;
  private final Consumer<Input> core;
  private final Map<Cid, Want> wants = new LinkedHashMap<>();
  private final Map<Cid, String> hints =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Cid, String> eldest) {
          return size() > SyncLimits.CONTENTS_WANTED_MAX;
        }
      };
  private boolean gathering;

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
      Consumer<Input> core) {
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

  /** A peer that is likely to hold a content, since it gossiped the opening. */
  public void hint(WantedContent content, String peer) {
    synchronized (hints) {
      hints.put(content.cid(), peer);
    }
  }

  /** Asks for contents; each is answered once, with an input, or never where nobody has it. */
  public void want(List<WantedContent> contents, Optional<String> peer) {
    synchronized (wants) {
      for (WantedContent content : contents) {
        if (wants.size() >= SyncLimits.CONTENTS_WANTED_MAX && !wants.containsKey(content.cid())) {
          log.warn("{} contents are wanted already; {} is left out", wants.size(), content.cid());
          continue;
        }
        Want want = wants.computeIfAbsent(content.cid(), cid -> new Want());
        want.asked.add(content);
        want.peer = peer.or(() -> want.peer).or(() -> hinted(content.cid()));
      }
      scheduleFetch(SyncLimits.CONTENT_GATHER_MS);
    }
  }

  private Optional<String> hinted(Cid cid) {
    synchronized (hints) {
      return Optional.ofNullable(hints.get(cid));
    }
  }

  private void scheduleFetch(long delayMs) {
    if (!gathering && !wants.isEmpty()) {
      gathering = true;
      timers.schedule(() -> errands.execute(this::fetch), delayMs, TimeUnit.MILLISECONDS);
    }
  }

  private void fetch() {
    Map<Optional<String>, List<Cid>> byPeer = new HashMap<>();
    synchronized (wants) {
      gathering = false;
      int taken = 0;
      for (Map.Entry<Cid, Want> entry : wants.entrySet()) {
        Want want = entry.getValue();
        if (!want.fetching && taken++ < SyncLimits.CONTENTS_PER_FETCH_MAX) {
          want.fetching = true;
          byPeer.computeIfAbsent(want.peer, p -> new ArrayList<>()).add(entry.getKey());
        }
      }
    }
    byPeer.forEach(this::fetchFrom);
  }

  private void fetchFrom(Optional<String> peer, List<Cid> cids) {
    List<byte[]> absent = new ArrayList<>();
    for (Cid cid : cids) {
      Optional<Bytes> held = held(cid);
      if (held.isPresent()) {
        arrived(cid, held.get());
      } else {
        absent.add(cid.toBytes().toArray());
      }
    }
    if (absent.isEmpty()) {
      ended(cids);
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

  private void received(byte[] name, byte[] data) {
    Cid cid =
        Cid.decode(Bytes.wrap(name))
            .orElseThrow(() -> new IllegalStateException("fetched what was not asked for"));
    errands.execute(
        () -> {
          try {
            records.put(cid, Bytes.wrap(data));
            arrived(cid, Bytes.wrap(data));
          } catch (IOException e) {
            log.error("the store does not take {}", cid, e);
          }
        });
  }

  private void arrived(Cid cid, Bytes data) {
    List<WantedContent> asked;
    synchronized (wants) {
      Want want = wants.remove(cid);
      if (want == null) {
        return;
      }
      asked = List.copyOf(want.asked);
    }
    for (WantedContent content : asked) {
      Optional<Refusal> refusal = check(content, data);
      core.accept(
          refusal.isPresent()
              ? new Input.ContentRefused(content, refusal.get())
              : new Input.ContentReady(content, features(data)));
    }
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

  /** What is still wanted after a fetch is fetched again, later each time, and then given up. */
  private void ended(List<Cid> cids) {
    synchronized (wants) {
      int attempts = 0;
      for (Cid cid : cids) {
        Want want = wants.get(cid);
        if (want == null) {
          continue;
        }
        want.fetching = false;
        want.peer = Optional.empty();
        attempts = Math.max(attempts, ++want.attempts);
        if (want.attempts >= SyncLimits.CONTENT_ATTEMPTS_MAX) {
          wants.remove(cid);
          log.info("nobody served {}", cid);
        }
      }
      scheduleFetch(attempts == 0 ? SyncLimits.CONTENT_GATHER_MS : attempts * 500L);
    }
  }
}
