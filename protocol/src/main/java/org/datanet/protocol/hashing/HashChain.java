package org.datanet.protocol.hashing;

import java.security.MessageDigest;
import org.apache.tuweni.bytes.Bytes32;

/** A domain's hash of one 32-byte field, applied again and again. */
public final class HashChain {

  private HashChain() {}

  /**
   * {@code H^times(start)} with {@code H(x) = Hasher.of(domain).add(x).digest()}; {@code start}
   * itself for 0 times. Some 100 ns a time: the caller bounds {@code times}.
   *
   * @throws IllegalArgumentException if {@code times} is negative
   */
  public static Bytes32 apply(Domain domain, Bytes32 start, long times) {
    if (times < 0) {
      throw new IllegalArgumentException("a hash cannot be undone " + -times + " times");
    }
    MessageDigest sha256 = Sha256.create();
    byte[] current = start.toArray();
    for (long i = 0; i < times; i++) {
      domain.begin(sha256);
      sha256.update(current);
      Sha256.finish(sha256, current, 0);
    }
    return Bytes32.wrap(current);
  }
}
