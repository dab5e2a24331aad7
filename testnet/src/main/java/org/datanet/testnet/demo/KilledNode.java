package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.datanet.testnet.launcher.LocalNetwork;

/**
 * The node that is killed in the middle of a demo, brought back, and watched until it signs again.
 */
final class KilledNode {

  private static final int NODE = 2;

  private final LocalNetwork network;
  private final NodePool pool;
  private final long killEpoch;
  private final int awayEpochs;
  private final Consumer<String> says;
  private OptionalLong killedAt = OptionalLong.empty();
  private OptionalLong startedAt = OptionalLong.empty();
  private OptionalLong rejoinedAt = OptionalLong.empty();

  KilledNode(
      LocalNetwork network, NodePool pool, long killEpoch, int awayEpochs, Consumer<String> says) {
    this.network = network;
    this.pool = pool;
    this.killEpoch = killEpoch;
    this.awayEpochs = awayEpochs;
    this.says = says;
  }

  void onEpoch(EpochView view) throws IOException {
    if (killedAt.isEmpty()) {
      if (view.epoch() >= killEpoch) {
        says.accept(
            "epoch %d: kill -9 of node %d (process %d)"
                .formatted(view.epoch(), NODE, network.pid(NODE)));
        network.kill(NODE);
        killedAt = OptionalLong.of(view.epoch());
      }
    } else if (startedAt.isEmpty()) {
      if (view.epoch() >= killedAt.getAsLong() + awayEpochs) {
        network.launch(NODE);
        startedAt = OptionalLong.of(view.epoch());
        says.accept(
            "epoch %d: node %d starts again (process %d)"
                .formatted(view.epoch(), NODE, network.pid(NODE)));
      }
    } else if (rejoinedAt.isEmpty() && network.isUp(NODE) && signed(view.epoch())) {
      rejoinedAt = OptionalLong.of(view.epoch());
      says.accept("epoch %d: node %d is back and signs".formatted(view.epoch(), NODE));
    }
  }

  /** Whether its own API has the epoch and its signature stands under it at another node's. */
  private boolean signed(long epoch) throws IOException {
    return epoch > startedAt.getAsLong()
        && pool.status(NODE).filter(status -> status.epoch() >= epoch).isPresent()
        && signedAnywhere(epoch);
  }

  /**
   * A node keeps the precommits that were there when it decided: any of them may have this one's.
   */
  private boolean signedAnywhere(long epoch) throws IOException {
    for (int node = 0; node < pool.size(); node++) {
      if (pool.only(node).epoch(epoch).signers().contains(network.account(NODE))) {
        return true;
      }
    }
    return false;
  }

  int node() {
    return NODE;
  }

  boolean isBack() {
    return rejoinedAt.isPresent();
  }

  /** Call when it is back. */
  DemoReport.Kill report() {
    return new DemoReport.Kill(NODE, killedAt.orElseThrow(), rejoinedAt.orElseThrow());
  }
}
