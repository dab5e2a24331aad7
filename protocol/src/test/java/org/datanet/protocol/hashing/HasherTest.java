package org.datanet.protocol.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

class HasherTest {

  private static final Bytes32 COUNTING =
      Bytes32.fromHexString("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

  @Test
  void digestsFieldsAsAnIndependentScriptDoes() {
    Bytes32 digest =
        Hasher.of("record")
            .add(COUNTING)
            .addLong(-2)
            .addInt(7)
            .addText("abc")
            .addByte((byte) 5)
            .digest();

    assertThat(digest.toUnprefixedHexString())
        .isEqualTo("7ca8dd45eeda502a9d737eccbb615e46461b5fae0ebb7caf96a0b1b8b95f3f96");
  }

  @Test
  void startsWithTheLengthAndNameOfItsDomain() {
    assertThat(Domain.of("record").prefix())
        .isEqualTo(
            Bytes.concatenate(
                Bytes.of(17), Bytes.wrap("datanet/record/v1".getBytes(StandardCharsets.US_ASCII))));
  }

  @Test
  void separatesDomains() {
    assertThat(Hasher.of("a").add(COUNTING).digest())
        .isNotEqualTo(Hasher.of("b").add(COUNTING).digest());
  }

  @Test
  void keepsTheBorderBetweenVariableFields() {
    Bytes32 split = Hasher.of("a").addText("ab").addText("c").digest();

    assertThat(split).isNotEqualTo(Hasher.of("a").addText("a").addText("bc").digest());
  }

  @Test
  void takesBytesInEitherForm() {
    byte[] field = {1, 2, 3};

    assertThat(Hasher.of("a").addBytes(Bytes.wrap(field)).digest())
        .isEqualTo(Hasher.of("a").addBytes(field).digest());
  }

  @Test
  void givesOneDigestOnly() {
    Hasher hasher = Hasher.of("a");
    hasher.digest();

    assertThatThrownBy(hasher::digest).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesDomainsThatAreNotPlainNames() {
    for (String thing : new String[] {"", "A", "a/b", "ä", "a".repeat(33)}) {
      assertThatThrownBy(() -> Domain.of(thing)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
