package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.Map;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.curation.Vote;
import org.datanet.testnet.lexicon.OracleCurator;
import org.datanet.testnet.lexicon.Truth;

/**
 * Sees the truth of a sample's record with the oracle's accuracy. The draw is by content, so that
 * it does not change with the network's id.
 *
 * @param curator name that sets this curator's errors apart from the others'
 * @param truths by CID
 */
record OracleJudge(OracleCurator oracle, String curator, Map<Cid, Truth> truths) implements Judge {

  @Override
  public Vote vote(PanelSeat seat) throws IOException {
    Cid cid = Cid.parse(seat.cid()).orElseThrow(() -> new IOException("not a CID: " + seat.cid()));
    Truth truth = truths.get(cid);
    if (truth == null) {
      throw new IOException("record " + seat.record() + " is none of the sample's");
    }
    return oracle.vote(curator, cid.digest().toArray(), truth);
  }
}
