package org.datanet.node.api.model;

import java.util.List;

/**
 * A decided epoch. Hashes are 64 hex digits, accounts DIDs.
 *
 * @param round that decided
 * @param originRound in which the batch was first proposed, by {@code proposer}
 * @param timestampMs Unix time, for display
 * @param operations how many
 * @param signers of the certificate, in account order
 */
public record EpochInfo(
    long epoch,
    String batchId,
    int round,
    int originRound,
    String proposer,
    long timestampMs,
    int operations,
    String stateDigest,
    String attributionRoot,
    String rewardRoot,
    String nextValidatorsHash,
    List<String> signers,
    String beaconLayer) {
  public EpochInfo {
    signers = List.copyOf(signers);
  }
}
