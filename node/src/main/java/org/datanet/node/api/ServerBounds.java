package org.datanet.node.api;

/**
 * Bounds of the server that its callers do not see.
 *
 * @param connectionsMax beyond it a new connection is closed at once
 * @param uploadsMax bodies being read at once, of up to 12 MiB each
 * @param readsMax requests that wait for a worker or have one
 * @param workers threads for reads that block
 * @param eventClientsMax listeners to events
 * @param eventsQueuedMax events that one listener may lag behind before it is dropped
 * @param heartbeatMs between two comments on a stream of events
 * @param idleTimeoutMs after which a silent connection is closed; above the heartbeat
 * @param nodeTimeoutMs that the node has for a submission
 */
record ServerBounds(
    int connectionsMax,
    int uploadsMax,
    int readsMax,
    int workers,
    int eventClientsMax,
    int eventsQueuedMax,
    long heartbeatMs,
    int idleTimeoutMs,
    long nodeTimeoutMs) {

  /** For a node of 512 MiB: uploads hold 48 MiB at most, a listener's queue some 500 KiB. */
  static ServerBounds defaults() {
    return new ServerBounds(256, 4, 128, 4, 64, 1_024, 15_000, 60_000, 25_000);
  }
}
