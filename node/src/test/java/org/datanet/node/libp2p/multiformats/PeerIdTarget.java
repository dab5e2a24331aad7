package org.datanet.node.libp2p.multiformats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.datanet.fuzzkit.FuzzTarget;

/** A peer id is the same in each of its forms. */
public final class PeerIdTarget implements FuzzTarget {

  @Override
  public String name() {
    return "peer-id";
  }

  @Override
  public void accept(byte[] input) {
    PeerId.decode(input)
        .ifPresent(
            peer -> {
              assertThat(peer.bytes()).isEqualTo(input);
              assertFormsAgree(peer);
            });
    try {
      assertFormsAgree(PeerId.parse(new String(input, UTF_8)));
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).hasSizeLessThan(200);
    }
  }

  private static void assertFormsAgree(PeerId peer) {
    assertThat(PeerId.decode(peer.bytes())).contains(peer);
    assertThat(PeerId.parse(peer.toString())).isEqualTo(peer);
    assertThat(PeerId.parse(peer.toCid())).isEqualTo(peer);
    peer.ed25519PublicKey().ifPresent(key -> assertThat(PeerId.ofEd25519(key)).isEqualTo(peer));
  }
}
