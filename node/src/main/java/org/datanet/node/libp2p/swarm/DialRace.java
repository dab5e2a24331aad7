package org.datanet.node.libp2p.swarm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.swarm.Dialler.Target;
import org.jspecify.annotations.Nullable;

/**
 * Several addresses of one peer: each gets a head start on the next one, and a failure starts the
 * next one at once. The first connection wins, the other dials are cancelled. Any thread.
 */
final class DialRace {

  /** A peer with more addresses than that does not have them all dialled. */
  static final int ADDRESSES_MAX = 8;

  private final List<Target> targets;
  private final int headStartMs;
  private final Function<Target, CompletableFuture<PeerConnection>> dial;
  private final CompletableFuture<PeerConnection> result;
  private final List<CompletableFuture<PeerConnection>> started = new ArrayList<>();
  private @Nullable IOException firstFailure;
  private int failed;

  /**
   * @param targets at least one, in the order in which they are dialled
   * @param result the first connection, or why no address gave one; its completion by anyone ends
   *     the race
   */
  DialRace(
      List<Target> targets,
      int headStartMs,
      Function<Target, CompletableFuture<PeerConnection>> dial,
      CompletableFuture<PeerConnection> result) {
    this.targets = targets;
    this.headStartMs = headStartMs;
    this.dial = dial;
    this.result = result;
  }

  void start() {
    result.whenComplete((connection, failure) -> cancelAll());
    next(0);
  }

  /** Dials the address of this number, unless that has been done or the race is over. */
  private void next(int number) {
    CompletableFuture<PeerConnection> attempt;
    synchronized (this) {
      if (result.isDone() || started.size() != number || number == targets.size()) {
        return;
      }
      attempt = dial.apply(targets.get(number));
      started.add(attempt);
    }
    attempt.whenComplete((connection, failure) -> onEnd(number, connection, failure));
    if (number + 1 < targets.size()) {
      CompletableFuture.delayedExecutor(headStartMs, TimeUnit.MILLISECONDS)
          .execute(() -> next(number + 1));
    }
    if (result.isDone()) {
      attempt.cancel(false); // the end of the race may have come before this dial was known
    }
  }

  private void onEnd(int number, @Nullable PeerConnection connection, @Nullable Throwable failure) {
    if (connection != null) {
      result.complete(connection);
      return;
    }
    if (!allHaveFailed(failure)) {
      next(number + 1);
    }
  }

  private boolean allHaveFailed(@Nullable Throwable failure) {
    IOException reason;
    synchronized (this) {
      if (firstFailure == null) {
        firstFailure =
            failure instanceof IOException io ? io : new IOException("the dial ended", failure);
      } else if (failure != null) {
        firstFailure.addSuppressed(failure);
      }
      failed++;
      if (failed < targets.size()) {
        return false;
      }
      reason = firstFailure;
    }
    result.completeExceptionally(reason);
    return true;
  }

  private void cancelAll() {
    List<CompletableFuture<PeerConnection>> all;
    synchronized (this) {
      all = List.copyOf(started);
    }
    all.forEach(attempt -> attempt.cancel(false));
  }
}
