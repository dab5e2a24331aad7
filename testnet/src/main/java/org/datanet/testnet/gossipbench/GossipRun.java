package org.datanet.testnet.gossipbench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.datanet.testnet.foreign.JsFolder;
import org.datanet.testnet.launcher.Waiting;

/** One network of peer processes, each connected to each, from its start to its end. */
public final class GossipRun implements AutoCloseable {

  /**
   * Messages on their way while they are published freely: enough to keep everybody busy, and few
   * enough that no bound of any implementation drops one.
   */
  private static final int WINDOW = 1_024;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** After a stretch is published, for its last messages, and those that gossip repairs. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private static final long STRETCH_SECONDS_MAX = 300;

  private final GossipPlan plan;
  private final List<BenchPeer> peers;
  private long published;

  private GossipRun(GossipPlan plan, List<BenchPeer> peers) {
    this.plan = plan;
    this.peers = peers;
  }

  /**
   * Our peers.
   *
   * @param transport its name
   */
  public static GossipRun ofOurs(GossipPlan plan, String transport) throws IOException {
    return start(plan, number -> BenchPeer.datanet(number, transport));
  }

  /**
   * Peers of js-libp2p.
   *
   * @param transport its name
   */
  public static GossipRun ofJs(GossipPlan plan, String transport) throws IOException {
    JsFolder scripts = JsFolder.ready();
    return start(plan, number -> BenchPeer.js(number, transport, scripts));
  }

  private static GossipRun start(GossipPlan plan, BenchPeer.Starter starter) throws IOException {
    GossipRun run = new GossipRun(plan, new ArrayList<>());
    try {
      for (int number = 0; number < plan.nodes(); number++) {
        BenchPeer peer = starter.start(number);
        run.peers.forEach(peer::connect);
        run.peers.add(peer);
      }
      for (BenchPeer peer : run.peers) {
        if (!Waiting.until(PATIENCE, () -> peer.subscribers() == plan.nodes() - 1)) {
          throw new IOException("the peers did not hear of each other");
        }
      }
      return run;
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  public GossipReport measure() throws IOException {
    stretch(plan.warmUp(), 0);
    List<Tally> free = stretch(plan.freely(), 0);
    List<Tally> paced = stretch(plan.paced(), plan.perSecond());
    return new GossipReport(
        free.stream().mapToDouble(Tally::perSecond).min().orElseThrow(),
        lost(free, plan.freely()) + lost(paced, plan.paced()),
        free.stream().mapToLong(Tally::doubled).sum()
            + paced.stream().mapToLong(Tally::doubled).sum(),
        worstMs(paced, Tally::p50Nanos),
        worstMs(paced, Tally::p99Nanos),
        worstMs(paced, Tally::maxNanos));
  }

  /**
   * Has messages published, and waits until all are everywhere, or too late.
   *
   * @param perSecond 0 for as fast as the slowest subscriber takes them
   */
  private List<Tally> stretch(int count, int perSecond) throws IOException {
    long first = published;
    published += count;
    List<BenchPeer> subscribers = peers.subList(1, peers.size());
    BenchPeer publisher = peers.getFirst();
    Window window = new Window(first, subscribers.size(), publisher);
    for (int i = 0; i < subscribers.size(); i++) {
      int subscriber = i;
      subscribers.get(i).onHeard(upTo -> window.heard(subscriber, upTo));
      subscribers.get(i).expect(first, count);
    }
    publisher.allow(first + WINDOW);
    try {
      publisher
          .publish(first, count, plan.bytes(), perSecond)
          .get(STRETCH_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the publisher failed", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("messages no longer arrive", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    List<Tally> tallies = new ArrayList<>();
    for (BenchPeer subscriber : subscribers) {
      Waiting.until(LATE, () -> subscriber.tally().distinct() == count);
      tallies.add(subscriber.tally());
    }
    return tallies;
  }

  private static long lost(List<Tally> tallies, long expected) {
    return tallies.stream().mapToLong(tally -> expected - tally.distinct()).sum();
  }

  private static double worstMs(List<Tally> tallies, ToLongFunction<Tally> nanos) {
    return tallies.stream().mapToLong(nanos).max().orElseThrow() / 1e6;
  }

  @Override
  public void close() {
    peers.forEach(BenchPeer::close);
  }

  /** Lets the publisher be so far ahead of the slowest subscriber, and no more. */
  private static final class Window {

    private final long[] heard;
    private final BenchPeer publisher;

    Window(long first, int subscribers, BenchPeer publisher) {
      this.heard = new long[subscribers];
      Arrays.fill(heard, first);
      this.publisher = publisher;
    }

    synchronized void heard(int subscriber, long upTo) {
      long before = slowest();
      heard[subscriber] = upTo;
      if (slowest() > before) {
        publisher.allow(slowest() + WINDOW);
      }
    }

    private long slowest() {
      return Arrays.stream(heard).min().orElseThrow();
    }
  }
}
