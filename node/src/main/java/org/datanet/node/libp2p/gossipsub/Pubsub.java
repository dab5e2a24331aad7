package org.datanet.node.libp2p.gossipsub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Use;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * Gossip on topics, whatever router stands behind it: messages carry no signature, and their id is
 * the hash of their data.
 */
public interface Pubsub extends AutoCloseable {

  /** Validates the messages of a topic. */
  @FunctionalInterface
  interface TopicHandler {

    /**
     * Runs on the router's thread and must return at once; the stage may complete anywhere. A stage
     * that fails counts as IGNORE; to throw is a bug and stops gossip.
     */
    CompletionStage<Verdict> onMessage(Received message);
  }

  /** Registers with the host; call before the host listens. */
  void start();

  void subscribe(String topic, TopicHandler handler);

  /**
   * Completes when the message is queued for the router; fails with an {@link java.io.IOException}
   * where it is too large, where too many wait already, or after the end.
   */
  CompletionStage<Void> publish(String topic, byte[] data);

  /**
   * Something else than gossip came from the peer that no honest one sends. Counts like an RPC that
   * cannot be read, where the router keeps scores.
   */
  default void blame(PeerId peer) {}

  /** How peers have behaved, connected or remembered, as of a second ago or later. */
  Map<PeerId, PeerStanding> standings();

  /** Forgets what a peer did that is not connected now, so that it may start anew. */
  default void pardon(PeerId peer) {
    // Nothing outlives the connection.
  }

  /** What peers can fill here, and how full it is. */
  default List<Use> uses() {
    return List.of();
  }

  /** Completes with the bug that has ended gossip. */
  default CompletionStage<Throwable> failed() {
    return new CompletableFuture<>();
  }

  /** Stops the router; the host's connections stay. */
  @Override
  void close();
}
