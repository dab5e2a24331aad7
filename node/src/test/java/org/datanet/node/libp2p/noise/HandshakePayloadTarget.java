package org.datanet.node.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.multiformats.PeerId;

/** A payload names the peer that signed it, or ends the handshake with its own exception. */
public final class HandshakePayloadTarget implements FuzzTarget {

  private static final CryptoSuite SUITE = CryptoSuite.platform();
  private static final byte[] STATIC_KEY = new byte[CryptoSuite.KEY_BYTES];
  private static final byte[] OTHER_STATIC_KEY = {1};

  @Override
  public String name() {
    return "noise-payload";
  }

  @Override
  public void accept(byte[] input) {
    if (verified(input, STATIC_KEY)) {
      assertThat(verified(input, OTHER_STATIC_KEY)).isFalse();
    }
  }

  private static boolean verified(byte[] input, byte[] staticKey) {
    try {
      PeerId peer = HandshakePayload.verify(SUITE, input, staticKey);
      assertThat(PeerId.decode(peer.bytes())).contains(peer);
      return true;
    } catch (NoiseException refused) {
      return false;
    }
  }
}
