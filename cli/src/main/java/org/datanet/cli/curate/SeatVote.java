package org.datanet.cli.curate;

import org.datanet.node.api.model.PanelSeat;
import org.datanet.protocol.curation.Vote;

/** What a curator thinks of the record of a seat. */
record SeatVote(PanelSeat seat, Vote vote) {}
