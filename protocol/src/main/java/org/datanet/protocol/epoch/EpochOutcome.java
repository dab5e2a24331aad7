package org.datanet.protocol.epoch;

import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;

/**
 * What an epoch comes to.
 *
 * @param changes the write set; nothing has been applied yet
 * @param beacon B of this epoch
 * @param burnedMicros burned in this epoch, operation fees included
 */
public record EpochOutcome(
    LedgerChanges changes,
    Bytes32 beacon,
    AttributionTable attribution,
    RewardTable reward,
    long burnedMicros) {}
