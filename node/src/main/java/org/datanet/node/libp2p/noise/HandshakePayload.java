package org.datanet.node.libp2p.noise;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.crypto.PublicKey;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.NoiseHandshakePayload;

/** The signed payload that binds a Noise static key to a libp2p identity. */
final class HandshakePayload {

  private static final byte[] SIGNATURE_PREFIX =
      "noise-libp2p-static-key:".getBytes(StandardCharsets.US_ASCII);

  private HandshakePayload() {}

  static byte[] encode(Identity identity, byte[] staticKey) {
    return NoiseHandshakePayload.newBuilder()
        .setIdentityKey(ByteString.copyFrom(identity.publicKey().encode()))
        .setIdentitySig(ByteString.copyFrom(identity.sign(signedBytes(staticKey))))
        .build()
        .toByteArray();
  }

  /**
   * Gives the peer whose key signed the static key; early data and extensions are not looked at.
   */
  static PeerId verify(CryptoSuite suite, byte[] payload, byte[] staticKey) throws NoiseException {
    NoiseHandshakePayload message;
    try {
      message = NoiseHandshakePayload.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new NoiseException("a handshake payload that is no protobuf", e);
    }
    PublicKey key =
        PublicKey.decode(message.getIdentityKey().toByteArray())
            .orElseThrow(() -> new NoiseException("an identity key that cannot be read"));
    if (!key.verifies(suite, signedBytes(staticKey), message.getIdentitySig().toByteArray())) {
      throw new NoiseException("a wrong signature over the static key");
    }
    return key.peerId();
  }

  private static byte[] signedBytes(byte[] staticKey) {
    byte[] joined = Arrays.copyOf(SIGNATURE_PREFIX, SIGNATURE_PREFIX.length + staticKey.length);
    System.arraycopy(staticKey, 0, joined, SIGNATURE_PREFIX.length, staticKey.length);
    return joined;
  }
}
