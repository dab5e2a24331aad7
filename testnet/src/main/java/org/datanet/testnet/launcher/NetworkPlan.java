package org.datanet.testnet.launcher;

import java.util.OptionalInt;
import org.datanet.protocol.curation.HashOnion;

/**
 * What a local network is to be.
 *
 * @param nodes validators of equal stake, each a process of its own; 1 to {@link #NODES_MAX}
 * @param minEpochMs pace of epochs
 * @param contributors accounts with money, as {@code curators} and {@code consumers}
 * @param tampered index of the node whose reward table is wrong, from 0
 * @param onionLayers of each validator's hash onion, and of those that renew it; 2 to 100,000
 */
public record NetworkPlan(
    int nodes,
    long minEpochMs,
    int contributors,
    int curators,
    int consumers,
    OptionalInt tampered,
    int onionLayers) {

  /** Eleven hours of two-second epochs; hashed once at start, in some ten milliseconds. */
  private static final int ONION_LAYERS = 20_000;

  /** Some 300 MB each; past it one machine measures its own scheduler. */
  public static final int NODES_MAX = 16;

  /** More accounts of a role than any screen shows. */
  private static final int MEMBERS_MAX = 1_000;

  public NetworkPlan {
    if (nodes < 1 || nodes > NODES_MAX) {
      throw new IllegalArgumentException("1 to " + NODES_MAX + " nodes, not " + nodes);
    }
    if (tampered.isPresent() && (tampered.getAsInt() < 0 || tampered.getAsInt() >= nodes)) {
      throw new IllegalArgumentException("there is no node " + tampered.getAsInt());
    }
    if (onionLayers < 2 || onionLayers > HashOnion.LAYERS_MAX) {
      throw new IllegalArgumentException(onionLayers + " layers are too few or too many");
    }
    for (int members : new int[] {contributors, curators, consumers}) {
      if (members < 0 || members > MEMBERS_MAX) {
        throw new IllegalArgumentException("0 to " + MEMBERS_MAX + " of a role, not " + members);
      }
    }
  }

  public NetworkPlan(
      int nodes,
      long minEpochMs,
      int contributors,
      int curators,
      int consumers,
      OptionalInt tampered) {
    this(nodes, minEpochMs, contributors, curators, consumers, tampered, ONION_LAYERS);
  }

  /** {@code f} of {@code n = 3f + 1}: what the network outlasts. */
  public int faultsMax() {
    return (nodes - 1) / 3;
  }

  int members(Role role) {
    return switch (role) {
      case NODE -> nodes;
      case CONTRIBUTOR -> contributors;
      case CURATOR -> curators;
      case CONSUMER -> consumers;
      case YOU, FAUCET -> 1;
    };
  }
}
