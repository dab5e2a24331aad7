package org.datanet.node.sync;

/**
 * How long one peer may keep an errand, so that no peer keeps the others from being asked.
 *
 * @param requestMs from a question to the last byte of its answer
 * @param turnMs in all: who answers drop by drop is left for the next. More than an honest peer
 *     needs for one full epoch
 * @param epochMs in which the core commits at least one of the epochs that it was given
 */
record SyncPatience(long requestMs, long turnMs, long epochMs) {

  static final SyncPatience STANDARD = new SyncPatience(5_000, 60_000, 30_000);
}
