package org.datanet.node.api.model;

import java.util.List;
import java.util.Optional;

/**
 * A curator's seat on a panel that is not settled.
 *
 * @param cid name of the content to be judged
 * @param category what the record claims to be, as {@code labels}
 * @param commitFromEpoch ballots are taken from this epoch to {@code commitUntilEpoch}
 * @param revealUntilEpoch reveals are taken after {@code commitUntilEpoch} up to this epoch
 * @param ballot commitment that covers the seat, 64 hex digits; empty while {@code OPEN}
 */
public record PanelSeat(
    String datanet,
    String record,
    String cid,
    String category,
    List<String> labels,
    long seedEpoch,
    long commitFromEpoch,
    long commitUntilEpoch,
    long revealUntilEpoch,
    State state,
    Optional<String> ballot) {

  /** What was done about the seat. */
  public enum State {
    OPEN,
    COMMITTED,
    REVEALED
  }

  public PanelSeat {
    labels = List.copyOf(labels);
  }
}
