package org.datanet.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Ids that IPFS's documentation and implementations publish. */
class CidTest {

  private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
  private static final String EMPTY = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

  /** The empty directory, codec dag-pb. */
  private static final String EMPTY_DIRECTORY =
      "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

  @Test
  void namesContentAsPublished() {
    assertThat(Cid.ofContent("hello world".getBytes(StandardCharsets.US_ASCII))).hasToString(HELLO);
    assertThat(Cid.ofContent(new byte[0])).hasToString(EMPTY);
  }

  @Test
  void textAndBytesComeBack() {
    for (int fill = 0; fill < 256; fill++) {
      Cid cid = new Cid(Bytes32.repeat((byte) fill));

      assertThat(Cid.decode(cid.toBytes())).contains(cid);
      assertThat(Cid.parse(cid.toString())).contains(cid);
    }
  }

  @Test
  void refusesOtherTexts() {
    assertThat(Cid.parse("")).isEmpty();
    assertThat(Cid.parse("b")).isEmpty();
    assertThat(Cid.parse(EMPTY_DIRECTORY)).isEmpty();
    assertThat(Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn")).isEmpty();
    assertThat(Cid.parse(HELLO.toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(Cid.parse(HELLO + "a")).isEmpty();
    assertThat(Cid.parse(HELLO + "=")).isEmpty();
    assertThat(Cid.parse(HELLO.substring(0, HELLO.length() - 1))).isEmpty();
    assertThat(Cid.parse("b" + "a".repeat(10_000))).isEmpty();
  }

  @Test
  void refusesSpareBitsThatAreNotZero() {
    // 36 bytes leave two spare bits in the last of 58 characters: e is 00100, f is 00101.
    assertThat(Cid.parse(HELLO)).isPresent();
    assertThat(Cid.parse(HELLO.substring(0, HELLO.length() - 1) + "f")).isEmpty();
  }

  @Test
  void refusesOtherBytes() {
    Bytes good = Cid.parse(HELLO).orElseThrow().toBytes();
    Bytes digest = good.slice(4);

    assertThat(Cid.decode(Bytes.EMPTY)).isEmpty();
    assertThat(Cid.decode(good.slice(0, 35))).isEmpty();
    assertThat(Cid.decode(Bytes.concatenate(good, Bytes.of(0)))).isEmpty();
    assertThat(Cid.decode(Bytes.concatenate(Bytes.of(0x02, 0x55, 0x12, 0x20), digest))).isEmpty();
    assertThat(Cid.decode(Bytes.concatenate(Bytes.of(0x01, 0x70, 0x12, 0x20), digest))).isEmpty();
    assertThat(Cid.decode(Bytes.concatenate(Bytes.of(0x01, 0x55, 0x16, 0x20), digest))).isEmpty();
    assertThat(Cid.decode(Bytes.concatenate(Bytes.of(0x01, 0x55, 0x12, 0x1f), digest))).isEmpty();
    assertThat(Cid.decode(Bytes.concatenate(Bytes.of(0x01, 0xd5, 0x00, 0x12, 0x20), digest)))
        .as("varint with a spare byte")
        .isEmpty();
  }

  @Test
  void ordersByBytes() {
    Cid low = new Cid(Bytes32.repeat((byte) 0x7f));
    Cid high = new Cid(Bytes32.repeat((byte) 0x80));

    assertThat(low).isLessThan(high);
  }
}
