package org.datanet.cli.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.datanet.node.api.model.NodeStatus;
import org.datanet.node.client.ApiClient;

/** Waits for the network to decide. */
public final class EpochClock {

  /** A tenth of a test network's pace: nobody notices the difference, and the node neither. */
  private static final long POLL_MS = 200;

  /** Two epochs of a community network: past it something is wrong, and a person should know. */
  private static final long STALL_MS = 120_000;

  private final ApiClient client;

  public EpochClock(ApiClient client) {
    this.client = client;
  }

  /**
   * The last epoch decided, once it is past {@code epoch}.
   *
   * @throws FailedException if the node halted, or decided nothing for two minutes
   */
  public long awaitAfter(long epoch) throws IOException {
    long startedNanos = System.nanoTime();
    while (true) {
      NodeStatus status = client.status();
      if (status.halted().isPresent()) {
        throw new FailedException("the node takes no part any more: " + status.halted().get());
      }
      if (status.epoch() > epoch && !status.syncing()) {
        return status.epoch();
      }
      if ((System.nanoTime() - startedNanos) / 1_000_000 > STALL_MS) {
        throw new FailedException(
            "the node is at epoch %d and decided nothing for %d s; see `datanet status` and `datanet peers`"
                .formatted(status.epoch(), STALL_MS / 1_000));
      }
      pause();
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the next epoch");
    }
  }
}
