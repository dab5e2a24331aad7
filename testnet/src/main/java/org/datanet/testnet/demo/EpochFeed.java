package org.datanet.testnet.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.NodeStatus;
import org.datanet.node.api.model.OperationRef;
import org.datanet.node.api.model.Paged;
import org.datanet.node.client.PageQuery;
import org.datanet.testnet.launcher.Waiting;

/** Follows the network from epoch to epoch over whichever nodes answer. For one thread. */
final class EpochFeed {

  /** Past it the network stands still: rounds grow by 500 ms, so dozens have failed by then. */
  private static final Duration STALL = Duration.ofSeconds(90);

  /** Nodes decide within moments of each other; who takes longer is behind. */
  private static final Duration LAGGARDS = Duration.ofMillis(400);

  private final NodePool pool;
  private long seen = -1;

  EpochFeed(NodePool pool) {
    this.pool = pool;
  }

  /**
   * The next view, with a later epoch than the one before; the first at once.
   *
   * @throws IOException when no node decides anything for {@link #STALL}
   */
  EpochView next() throws IOException {
    if (!Waiting.until(STALL, () -> highest(statuses()) > seen)) {
      throw new IOException(
          "no epoch after %d was decided for %d s: %s"
              .formatted(seen, STALL.toSeconds(), describe(statuses())));
    }
    long epoch = highest(statuses());
    Waiting.until(LAGGARDS, () -> allReached(statuses(), epoch));
    List<Optional<NodeStatus>> statuses = statuses();
    pool.setCurrent(statuses.stream().map(status -> isCurrent(status, epoch)).toList());
    Set<String> applied = new HashSet<>();
    for (long e = Math.max(seen + 1, 1); e <= epoch && seen >= 0; e++) {
      applied.addAll(operations(e));
    }
    seen = epoch;
    return new EpochView(epoch, epoch == 0 ? 0 : round(epoch), applied, statuses);
  }

  private List<Optional<NodeStatus>> statuses() {
    List<Optional<NodeStatus>> statuses = new ArrayList<>();
    for (int node = 0; node < pool.size(); node++) {
      statuses.add(pool.status(node));
    }
    return statuses;
  }

  private static long highest(List<Optional<NodeStatus>> statuses) {
    return statuses.stream()
        .flatMap(Optional::stream)
        .mapToLong(NodeStatus::epoch)
        .max()
        .orElse(-1);
  }

  /** Those that catch up are not waited for. */
  private static boolean allReached(List<Optional<NodeStatus>> statuses, long epoch) {
    return statuses.stream()
        .flatMap(Optional::stream)
        .allMatch(status -> status.syncing() || status.epoch() >= epoch);
  }

  private static boolean isCurrent(Optional<NodeStatus> status, long epoch) {
    return status
        .filter(s -> s.epoch() >= epoch && !s.syncing() && s.halted().isEmpty())
        .isPresent();
  }

  private int round(long epoch) throws IOException {
    return pool.call(0, node -> node.epoch(epoch)).round();
  }

  private Set<String> operations(long epoch) throws IOException {
    Set<String> ids = new HashSet<>();
    Optional<String> after = Optional.empty();
    do {
      PageQuery page =
          after
              .map(next -> PageQuery.after(ApiLimits.PAGE_ITEMS_MAX, next))
              .orElseGet(() -> PageQuery.first(ApiLimits.PAGE_ITEMS_MAX));
      Paged<OperationRef> refs = pool.call(0, node -> node.epochOperations(epoch, page));
      refs.items().forEach(ref -> ids.add(ref.id()));
      after = refs.next();
    } while (after.isPresent());
    return ids;
  }

  private static String describe(List<Optional<NodeStatus>> statuses) {
    List<String> words = new ArrayList<>();
    for (int node = 0; node < statuses.size(); node++) {
      String state =
          statuses
              .get(node)
              .map(
                  s ->
                      "epoch %d round %d, %d peers%s"
                          .formatted(
                              s.epoch(),
                              s.round(),
                              s.peers(),
                              s.halted().map(why -> ", halted: " + why).orElse("")))
              .orElse("no answer");
      words.add("node %d %s".formatted(node, state));
    }
    return String.join("; ", words);
  }
}
