package org.datanet.protocol.curation;

import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.Domain;
import org.datanet.protocol.hashing.Hasher;

/**
 * Where the luck of a draw comes from. Seeds bind to the record, never to an order. ECONOMICS §3.
 */
final class Sortition {

  private static final Domain DOMAIN = Domain.of("sortition");

  private Sortition() {}

  /**
   * A uniform number in {@code [0, bound)}: the first 8 bytes of H("sortition" ‖ beacon ‖ record ‖
   * seat ‖ counter), unsigned and big-endian, modulo the bound. Values at or above the last
   * multiple of the bound below 2^64 are rejected and the counter goes up from 0; each try fails
   * with less than ½.
   *
   * @param bound above 0
   */
  static long below(long bound, Bytes32 beacon, Bytes32 recordId, int seat) {
    // 2^64 mod bound, from (2^64 − bound) mod bound.
    long excess = Long.remainderUnsigned(-bound, bound);
    for (int counter = 0; ; counter = Math.incrementExact(counter)) {
      long u =
          Hasher.of(DOMAIN)
              .add(beacon)
              .add(recordId)
              .addInt(seat)
              .addInt(counter)
              .digest()
              .getLong(0);
      if (Long.compareUnsigned(u, ~excess) <= 0) {
        return Long.remainderUnsigned(u, bound);
      }
    }
  }
}
