package org.datanet.testnet.testplan;

import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.gossipsub.GossipParams;

/** A line of the plan's script; {@code script_instruction.py} there says what each means. */
sealed interface Instruction {

  record InitGossipSub(GossipParams params) implements Instruction {}

  /**
   * @param nodes to dial, by number
   */
  record Connect(List<Integer> nodes) implements Instruction {
    public Connect {
      nodes = List.copyOf(nodes);
    }
  }

  record IfNodeIdEquals(int node, Instruction then) implements Instruction {}

  /**
   * @param elapsedMs since the node started
   */
  record WaitUntil(long elapsedMs) implements Instruction {}

  record SubscribeToTopic(String topic) implements Instruction {}

  /**
   * @param delayMs from the arrival of a message to its acceptance
   */
  record SetTopicValidationDelay(String topic, long delayMs) implements Instruction {}

  /**
   * @param message its number
   * @param bytes of data, 8 or more
   */
  record Publish(String topic, long message, int bytes) implements Instruction {}

  /** What this node has to do at an instruction; empty where it is for another. */
  default Optional<Instruction> on(int node) {
    return this instanceof IfNodeIdEquals conditional
        ? conditional.node() == node ? conditional.then().on(node) : Optional.empty()
        : Optional.of(this);
  }
}
