package org.datanet.testnet.demo;

import java.io.IOException;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.protocol.curation.Vote;

/** How a curator makes up its mind: the same seat always gets the same vote. */
interface Judge {
  Vote vote(PanelSeat seat) throws IOException;
}
