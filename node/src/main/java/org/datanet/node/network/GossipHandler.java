package org.datanet.node.network;

import java.util.concurrent.CompletionStage;

/** Judges the messages of a topic. */
@FunctionalInterface
public interface GossipHandler {

  /**
   * Must return at once; the verdict may come later and from any thread, and only then is the
   * message passed on. A stage that fails counts as IGNORE.
   */
  CompletionStage<Verdict> onMessage(String fromPeer, byte[] data);
}
