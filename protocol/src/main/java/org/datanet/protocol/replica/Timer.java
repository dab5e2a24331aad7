package org.datanet.protocol.replica;

import org.datanet.protocol.consensus.TimeoutKind;

/** A timer that the replica asked for; one that comes late is ignored. */
public sealed interface Timer {

  long epoch();

  /** Pacing is over: round 0 of the epoch may begin. */
  record Start(long epoch) implements Timer {}

  record Round(long epoch, int round, TimeoutKind kind) implements Timer {}

  /** The epoch has not been decided for a while: ask the peers what was missed. */
  record Stalled(long epoch) implements Timer {}

  /** No more waiting for the tables that would show which row differs. */
  record Halt(long epoch) implements Timer {}
}
