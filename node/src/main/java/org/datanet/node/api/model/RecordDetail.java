package org.datanet.node.api.model;

import java.util.List;
import java.util.Optional;

/**
 * A record with what hangs on it.
 *
 * @param panel empty before it is drawn and after no rule can ask for it any more
 * @param vesting what is still to be released, soonest first
 */
public record RecordDetail(RecordInfo entry, Optional<PanelInfo> panel, List<VestingInfo> vesting) {

  /** Seats in the order drawn. */
  public record PanelInfo(long seedEpoch, int acceptQuorum, List<SeatInfo> seats) {
    public PanelInfo {
      seats = List.copyOf(seats);
    }
  }

  /**
   * @param curator DID
   * @param committed whether a ballot covers the seat
   * @param vote empty until revealed
   */
  public record SeatInfo(String curator, boolean committed, Optional<String> vote) {}

  public RecordDetail {
    vesting = List.copyOf(vesting);
  }
}
