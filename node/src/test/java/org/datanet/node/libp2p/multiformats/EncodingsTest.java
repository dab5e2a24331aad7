package org.datanet.node.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingsTest {

  /** The table of multiformats/unsigned-varint, and the two ends. */
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8001",
    "255, ff01",
    "300, ac02",
    "16384, 808001",
    "9223372036854775807, ffffffffffffffff7f"
  })
  void varintsMatchThePublishedTable(long value, String hex) {
    ByteBuf out = Unpooled.buffer();

    Varint.write(out, value);

    assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
    assertThat(Varint.sizeBytes(value)).isEqualTo(hex.length() / 2);
    assertThat(Varint.read(out)).isEqualTo(value);
    assertThat(out.isReadable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "8000, -2",
    "ff8000, -2",
    "ffffffffffffffffff01, -2",
    "80808080808080808000, -2",
    "80, -1",
    "ffff, -1",
    "'', -1"
  })
  void varintsThatAreLongOrCutAreTold(String hex, long verdict) {
    ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));

    assertThat(Varint.read(in)).isEqualTo(verdict);
    assertThat(in.readerIndex()).isZero();
  }

  /** The vectors of draft-msporny-base58. */
  @ParameterizedTest
  @CsvSource({
    "48656c6c6f20576f726c6421, 2NEpo7TZRRrLZSi2U",
    "54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f672e, USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    "0000287fb4cd, 11233QC4",
    "'', ''",
    "00, 1"
  })
  void base58MatchesTheDraftsVectors(String hex, String text) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(Base58.encode(bytes)).isEqualTo(text);
    assertThat(Base58.decode(text)).isEqualTo(bytes);
  }

  @Test
  void base58RefusesForeignDigitsAndLongTexts() {
    assertThatThrownBy(() -> Base58.decode("0")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Base58.decode("é")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Base58.decode("1".repeat(257)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void prefixedMessagesComeOutWholeHoweverTheBytesAreCut() {
    byte[] wire = HexFormat.of().parseHex("03616263" + "00" + "0164" + "7f");
    for (int cut = 1; cut <= wire.length; cut++) {
      try (LengthPrefixedReader reader =
          new LengthPrefixedReader(PooledByteBufAllocator.DEFAULT, 127)) {
        List<String> messages = new ArrayList<>();
        for (int at = 0; at < wire.length; at += cut) {
          reader.append(Unpooled.wrappedBuffer(wire, at, Math.min(cut, wire.length - at)));
          drain(reader, messages);
        }

        assertThat(messages).containsExactly("abc", "", "d");
        assertThat(reader.bufferedBytes()).isEqualTo(1);
        assertThat(reader.isMalformed()).isFalse();
      }
    }
  }

  @Test
  void aPrefixOverTheBoundIsRefusedBeforeItsBytesCome() {
    try (LengthPrefixedReader reader =
        new LengthPrefixedReader(PooledByteBufAllocator.DEFAULT, 3)) {
      reader.append(Unpooled.wrappedBuffer(new byte[] {4, 0, 0}));

      assertThat(reader.next()).isEmpty();
      assertThat(reader.isMalformed()).isTrue();
      reader.append(Unpooled.wrappedBuffer(new byte[100]));
      assertThat(reader.bufferedBytes()).isZero();
    }
  }

  private static void drain(LengthPrefixedReader reader, List<String> messages) {
    for (Optional<ByteBuf> next = reader.next(); next.isPresent(); next = reader.next()) {
      messages.add(next.get().toString(StandardCharsets.UTF_8));
      next.get().release();
    }
  }
}
