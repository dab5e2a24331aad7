package org.datanet.node.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.datanet.fuzzkit.FuzzTarget;

/** A key of any kind reads back as itself and verifies nothing that it did not sign. */
public final class PublicKeyTarget implements FuzzTarget {

  private static final byte[] MESSAGE = {1, 2, 3};

  @Override
  public String name() {
    return "public-key";
  }

  @Override
  public void accept(byte[] input) {
    PublicKey.decode(input)
        .ifPresent(
            key -> {
              byte[] encoded = key.encode();
              assertThat(PublicKey.decode(encoded).orElseThrow().encode()).isEqualTo(encoded);
              assertThat(key.peerId().bytes()).hasSizeLessThanOrEqualTo(44);
              assertThat(key.verifies(CryptoSuite.platform(), MESSAGE, input)).isFalse();
              assertThat(key.verifies(CryptoSuite.platform(), MESSAGE, new byte[64])).isFalse();
            });
  }
}
