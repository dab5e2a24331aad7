package org.datanet.node.api.model;

import java.util.Optional;

/** What a node tells those who listen. {@link #name()} is the event's name on the wire. */
public sealed interface NodeEvent {

  String name();

  /** An epoch was decided and is on disk. */
  record EpochDecided(EpochInfo epoch) implements NodeEvent {
    static final String NAME = "epoch";

    @Override
    public String name() {
      return NAME;
    }
  }

  /**
   * An operation entered the pool, was applied, or left the pool without being applied.
   *
   * @param author DID
   * @param state {@code UNKNOWN} once it left the pool without being applied
   * @param epoch that holds it, once applied
   * @param reason why it left the pool
   */
  record OperationMoved(
      String id,
      String author,
      String kind,
      OperationInfo.State state,
      Optional<Long> epoch,
      Optional<String> reason)
      implements NodeEvent {
    static final String NAME = "operation";

    @Override
    public String name() {
      return NAME;
    }
  }

  /** A record came to a new state at the close of {@code epoch}. */
  record RecordMoved(String datanet, String record, String state, long epoch) implements NodeEvent {
    static final String NAME = "record";

    @Override
    public String name() {
      return NAME;
    }
  }
}
