package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KadKeyTest {

  private static BigInteger number(int peer) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Peers.peer(peer).bytes());
    return new BigInteger(1, digest);
  }

  @Test
  void ordersByTheXorOfHashesAsUnsignedNumbers() throws NoSuchAlgorithmException {
    BigInteger target = number(0);
    List<Integer> peers = IntStream.rangeClosed(1, 200).boxed().toList();
    Comparator<KadKey> nearestFirst = Peers.key(0).nearestFirst();

    List<Integer> sorted =
        peers.stream()
            .sorted((one, other) -> nearestFirst.compare(Peers.key(one), Peers.key(other)))
            .toList();

    for (int i = 1; i < sorted.size(); i++) {
      assertThat(number(sorted.get(i - 1)).xor(target))
          .isLessThan(number(sorted.get(i)).xor(target));
    }
  }

  @Test
  void countsTheLeadingBitsInCommon() throws NoSuchAlgorithmException {
    for (int peer = 1; peer < 200; peer++) {
      int expected = KadKey.BITS - number(0).xor(number(peer)).bitLength();

      assertThat(Peers.key(0).commonBits(Peers.key(peer))).isEqualTo(expected);
    }
    assertThat(Peers.key(0).commonBits(Peers.key(0))).isEqualTo(KadKey.BITS);
  }

  @Test
  void seesADifferenceInAnyPartOfTheKey() {
    KadKey zero = new KadKey(0, 0, 0, 0);

    assertThat(zero.commonBits(new KadKey(0, 0, 0, 1))).isEqualTo(255);
    assertThat(zero.commonBits(new KadKey(0, 0, 1, -1))).isEqualTo(191);
    assertThat(zero.commonBits(new KadKey(0, 1, -1, -1))).isEqualTo(127);
    assertThat(zero.nearestFirst().compare(new KadKey(0, 0, 0, -1), new KadKey(0, 0, 1, 0)))
        .isNegative();
    assertThat(zero.nearestFirst().compare(new KadKey(0, -1, 0, 0), new KadKey(0, 1, 0, 0)))
        .isPositive();
  }
}
