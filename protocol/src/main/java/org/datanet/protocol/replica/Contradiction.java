package org.datanet.protocol.replica;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.wire.DecidedEpoch;

/**
 * A certified batch whose result is not this node's: the node stops, as soon as it knows which row
 * differs.
 *
 * @param what for people
 * @param own what came out here, where the batch could be executed at all
 */
record Contradiction(
    Bytes32 batchId, String what, Optional<DecidedEpoch> input, Optional<EpochOutcome> own) {

  static final String ANOTHER_RESULT = "another result than this node's was certified";

  Optional<TableDifference> difference(Input.TablesArrived tables) {
    return own.flatMap(
        o ->
            TableDifference.first(
                o.attribution(), o.reward(), tables.attribution(), tables.reward()));
  }
}
