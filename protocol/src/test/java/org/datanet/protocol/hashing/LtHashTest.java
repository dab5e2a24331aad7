package org.datanet.protocol.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.SplittableRandom;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class LtHashTest {

  private static final byte[] ALPHA = "alpha".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BETA = "beta".getBytes(StandardCharsets.US_ASCII);

  @Test
  void sumsLanesAsAnIndependentScriptDoes() throws Exception {
    LtHash hash = LtHash.empty();
    hash.add(ALPHA);
    hash.add(BETA);

    assertThat(Bytes.wrap(hash.toBytes(), 0, 16).toUnprefixedHexString())
        .isEqualTo("ad8aea9e31e83916b778fe759d947358");
    assertThat(
            Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(hash.toBytes()))
                .toUnprefixedHexString())
        .isEqualTo("6ecdc7029d4904cb42fff6ea2bf9a2c917d88dae0732a6ede9750c5ddf97dceb");
  }

  @Test
  void forgetsTheOrderAndWhatWasRemoved() {
    LtHash one = LtHash.empty();
    one.remove(BETA);
    one.add(ALPHA);
    one.add(BETA);
    LtHash other = LtHash.empty();
    other.add(ALPHA);

    assertThat(one.toBytes()).isEqualTo(other.toBytes());
  }

  @Test
  void countsEqualEntries() {
    LtHash twice = LtHash.empty();
    twice.add(ALPHA);
    twice.add(ALPHA);
    LtHash once = LtHash.empty();
    once.add(ALPHA);

    assertThat(twice.toBytes()).isNotEqualTo(once.toBytes());
    twice.remove(ALPHA);
    assertThat(twice.toBytes()).isEqualTo(once.toBytes());
  }

  @Test
  void lanesNeitherCarryNorBorrow() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] x = new byte[LtHash.STATE_BYTES];
    byte[] y = new byte[LtHash.STATE_BYTES];
    random.nextBytes(x);
    random.nextBytes(y);
    byte[] sum = x.clone();
    LtHash.add(sum, y);
    byte[] difference = x.clone();
    LtHash.subtract(difference, y);

    for (int lane = 0; lane < LtHash.STATE_BYTES; lane += 2) {
      assertThat(at(sum, lane)).isEqualTo((at(x, lane) + at(y, lane)) & 0xffff);
      assertThat(at(difference, lane)).isEqualTo((at(x, lane) - at(y, lane)) & 0xffff);
    }
  }

  @Test
  void goesOnFromARestoredState() {
    LtHash hash = LtHash.empty();
    hash.add(ALPHA);
    LtHash restored = LtHash.restore(hash.toBytes());
    hash.add(BETA);
    restored.add(BETA);

    assertThat(restored.toBytes()).isEqualTo(hash.toBytes());
    assertThatThrownBy(() -> LtHash.restore(new byte[2047]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int at(byte[] lanes, int offset) {
    return (lanes[offset] & 0xff) | (lanes[offset + 1] & 0xff) << 8;
  }
}
