package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Agents that act in every epoch, side by side. A failure of one is the failure of the epoch. */
final class Crowd implements AutoCloseable {

  /** Enough to keep four nodes busy; more would only queue at their APIs. */
  private static final int THREADS = 8;

  private final List<Agent> agents = new ArrayList<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("member-", 0).factory());

  void join(Agent agent) {
    agents.add(agent);
  }

  void onEpoch(EpochView view) throws IOException {
    List<Future<?>> acts = new ArrayList<>();
    for (Agent agent : agents) {
      acts.add(
          threads.submit(
              () -> {
                agent.onEpoch(view);
                return null;
              }));
    }
    for (Future<?> act : acts) {
      await(act);
    }
  }

  private static void await(Future<?> act) throws IOException {
    try {
      act.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("an agent failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
