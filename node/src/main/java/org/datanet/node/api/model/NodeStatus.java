package org.datanet.node.api.model;

import java.util.List;
import java.util.Optional;

/**
 * The node at a glance.
 *
 * @param networkId 64 hex digits, the hash of genesis
 * @param addresses multiaddrs that peers can dial
 * @param account the node's own account as a DID; empty on a node without a key
 * @param validator whether that account decides the current epoch
 * @param epoch the last one decided, 0 right after genesis
 * @param round of the epoch being decided
 * @param syncing true while the node knows of decided epochs that it lacks
 * @param stateDigest after {@code epoch}, 64 hex digits
 * @param poolBytes envelopes that wait
 * @param pid of the node's process
 * @param halted why the node stopped taking part; empty while it does
 */
public record NodeStatus(
    String network,
    String networkId,
    String version,
    String peerId,
    List<String> addresses,
    Optional<String> account,
    boolean validator,
    long epoch,
    int round,
    boolean syncing,
    String stateDigest,
    int poolOperations,
    long poolBytes,
    int peers,
    long uptimeMs,
    long pid,
    Optional<String> halted) {
  public NodeStatus {
    addresses = List.copyOf(addresses);
  }
}
