package org.datanet.node.libp2p.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BlockCidTest {

  /** SHA-256 of "hello", from coreutils' sha256sum. */
  private static final String HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @Test
  void namesDataUnderThePrefixThatCameWithIt() {
    ByteString data = ByteString.copyFromUtf8("hello");

    assertThat(BlockCid.of(hex("01551220"), data).orElseThrow().bytes())
        .isEqualTo(hex("01551220" + HELLO));
    assertThat(BlockCid.of(hex("00701220"), data).orElseThrow().bytes())
        .isEqualTo(hex("1220" + HELLO));
  }

  @Test
  void readsVersionsZeroAndOneOfSha256Only() {
    assertThat(BlockCid.decode(hex("01551220" + HELLO))).isPresent();
    assertThat(BlockCid.decode(hex("0181a2031220" + HELLO))).isPresent();
    assertThat(BlockCid.decode(hex("1220" + HELLO))).isPresent();
    assertThat(BlockCid.decode(hex("02551220" + HELLO))).isEmpty();
    assertThat(BlockCid.decode(hex("01551320" + HELLO))).isEmpty();
    assertThat(BlockCid.decode(hex("01551220" + HELLO + "00"))).isEmpty();
    assertThat(BlockCid.decode(hex("01551220"))).isEmpty();
    assertThat(BlockCid.decode(ByteString.EMPTY)).isEmpty();
  }

  @Test
  void itsPrefixIsWhatGoesWithTheBlock() {
    assertThat(BlockCid.decode(hex("01551220" + HELLO)).orElseThrow().prefix())
        .isEqualTo(hex("01551220"));
    assertThat(BlockCid.decode(hex("1220" + HELLO)).orElseThrow().prefix())
        .isEqualTo(hex("00701220"));
  }

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }
}
