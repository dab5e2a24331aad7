package org.datanet.protocol.curation;

import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.Domain;
import org.datanet.protocol.hashing.Hasher;

/** The epoch's shared randomness. ECONOMICS §3, docs/protocol.md §5.1. */
public final class Beacon {

  private static final Domain GENESIS = Domain.of("beacon-genesis");
  private static final Domain NEXT = Domain.of("beacon");

  private Beacon() {}

  /** {@code B_0}. */
  public static Bytes32 genesis(Bytes32 networkId) {
    return Hasher.of(GENESIS).add(networkId).digest();
  }

  /** {@code B_e} from {@code B_{e−1}} and the layer that the origin proposer revealed. */
  public static Bytes32 next(Bytes32 previous, Bytes32 layer) {
    return Hasher.of(NEXT).add(previous).add(layer).digest();
  }
}
