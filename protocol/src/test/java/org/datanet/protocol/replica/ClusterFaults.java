package org.datanet.protocol.replica;

import java.util.SplittableRandom;

/**
 * What goes wrong in a run until its network calms down.
 *
 * @param lossPercent of messages and questions, each for itself
 * @param delayMsMax of a message, uniform from 1
 * @param crashesPerMillion chance of a crash after any one effect of a node
 * @param partitions times at which the nodes fall into two groups
 * @param misbehaving the node that does, of the genesis' validators; −1 for none
 */
record ClusterFaults(
    int lossPercent,
    int duplicatePercent,
    int delayMsMax,
    int crashesPerMillion,
    int partitions,
    Misbehaviour misbehaviour,
    int misbehaving) {

  enum Misbehaviour {
    NONE,
    /** Adds a reward of 1 µ to every table, and believes in it. */
    TAMPERS,
    /** Sends another vote or batch of the same round to some. */
    EQUIVOCATES,
    /** Proposes batches that state another state digest, to some. */
    LIES,
    /** Proposes for its turns in rounds far ahead, more with each vote. */
    FLOODS,
    /** Answers who catches up with a decided epoch and one that it made up. */
    FORGES
  }

  static final ClusterFaults NONE = new ClusterFaults(0, 0, 20, 0, 0, Misbehaviour.NONE, -1);

  static ClusterFaults ofSeed(SplittableRandom random, int validators) {
    Misbehaviour[] all = Misbehaviour.values();
    Misbehaviour misbehaviour = all[random.nextInt(all.length)];
    return new ClusterFaults(
        random.nextInt(25),
        random.nextInt(10),
        20 + random.nextInt(400),
        random.nextInt(3) == 0 ? 0 : random.nextInt(6_000),
        random.nextInt(4),
        misbehaviour,
        misbehaviour == Misbehaviour.NONE ? -1 : random.nextInt(validators));
  }
}
