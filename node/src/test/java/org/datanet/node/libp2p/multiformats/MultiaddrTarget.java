package org.datanet.node.libp2p.multiformats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.datanet.fuzzkit.FuzzTarget;

/** An address has one binary and one text form, and both tell the same. */
public final class MultiaddrTarget implements FuzzTarget {

  @Override
  public String name() {
    return "multiaddr";
  }

  @Override
  public void accept(byte[] input) {
    Multiaddr.decode(input)
        .ifPresent(
            address -> {
              assertThat(address.bytes()).isEqualTo(input);
              assertTextAndBinaryAgree(address);
            });
    try {
      assertTextAndBinaryAgree(Multiaddr.parse(new String(input, UTF_8)));
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).hasSizeLessThan(2 * Multiaddr.BYTES_MAX + 200);
    }
  }

  private static void assertTextAndBinaryAgree(Multiaddr address) {
    assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
    byte[] binary = address.bytes();
    assertThat(Multiaddr.decode(binary).isPresent())
        .isEqualTo(binary.length <= Multiaddr.BYTES_MAX);
    Multiaddr.decode(binary).ifPresent(again -> assertThat(again).isEqualTo(address));
    assertThat(address.tcpAddress().isPresent() && address.quicAddress().isPresent()).isFalse();
    assertThat(address.peerId().isPresent()).isEqualTo(address.toString().matches(".*/p2p/[^/]+"));
    assertThat(address.withoutPeerId().components()).isNotEmpty();
  }

  /** The same address is read and written half a dozen times. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (1 << 20) + 1024L * inputBytes;
  }
}
