package org.datanet.cli.curate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.DatanetInfo;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.PageQuery;
import org.datanet.protocol.identity.AccountId;

/** The seats of an account in a datanet that can still be voted on and have no ballot yet. */
final class Seats {

  private static final Comparator<PanelSeat> ORDER =
      Comparator.comparingLong(PanelSeat::commitUntilEpoch).thenComparing(PanelSeat::record);

  private final ApiClient client;
  private final AccountId curator;
  private final DatanetInfo datanet;
  private final BallotBox box;

  Seats(ApiClient client, AccountId curator, DatanetInfo datanet, BallotBox box) {
    this.client = client;
    this.curator = curator;
    this.datanet = datanet;
    this.box = box;
  }

  /** Those whose window closes first come first. */
  List<PanelSeat> open() throws IOException {
    long epoch = client.status().epoch();
    List<PanelSeat> open = new ArrayList<>();
    PageQuery query = PageQuery.first(ApiLimits.PAGE_ITEMS_MAX);
    while (true) {
      Paged<PanelSeat> page = client.panels(curator, Optional.of(datanet.id()), query);
      for (PanelSeat seat : page.items()) {
        if (seat.state() == PanelSeat.State.OPEN
            && epoch < seat.commitUntilEpoch()
            && !box.covers(seat.record())) {
          open.add(seat);
        }
      }
      if (page.next().isEmpty()) {
        open.sort(ORDER);
        return open;
      }
      query = PageQuery.after(ApiLimits.PAGE_ITEMS_MAX, page.next().get());
    }
  }

  /** Those of the window that closes first, but for records asked about before. */
  List<PanelSeat> firstToClose(Set<String> asked) throws IOException {
    List<PanelSeat> open = open().stream().filter(seat -> !asked.contains(seat.record())).toList();
    return open.stream().filter(seat -> seat.seedEpoch() == open.get(0).seedEpoch()).toList();
  }
}
