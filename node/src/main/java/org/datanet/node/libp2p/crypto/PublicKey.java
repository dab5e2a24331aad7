package org.datanet.node.libp2p.crypto;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.GeneralSecurityException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.KeyType;
import org.datanet.node.libp2p.wire.PublicKeyMessage;

/** A peer's identity key (libp2p/specs, peer-ids): Ed25519, RSA, ECDSA or secp256k1. */
public final class PublicKey {

  /** An RSA key of 8192 bits takes 1,062 bytes; none of us needs a longer one. */
  static final int DATA_BYTES_MAX = 1_100;

  private final KeyType type;
  private final byte[] data;

  private PublicKey(KeyType type, byte[] data) {
    this.type = type;
    this.data = data;
  }

  /** A key of 32 bytes. */
  public static PublicKey ed25519(byte[] key) {
    if (key.length != CryptoSuite.KEY_BYTES) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + key.length);
    }
    return new PublicKey(KeyType.ED25519, key.clone());
  }

  /** Reads the protobuf form; empty where it is malformed, too long or of an unknown kind. */
  public static Optional<PublicKey> decode(byte[] protobuf) {
    try {
      PublicKeyMessage message = PublicKeyMessage.parseFrom(protobuf);
      byte[] data = message.getData().toByteArray();
      boolean fits =
          message.getType() == KeyType.ED25519
              ? data.length == CryptoSuite.KEY_BYTES
              : data.length > 0 && data.length <= DATA_BYTES_MAX;
      return fits ? Optional.of(new PublicKey(message.getType(), data)) : Optional.empty();
    } catch (InvalidProtocolBufferException malformed) {
      return Optional.empty();
    }
  }

  /** The canonical protobuf form: both fields, in order. */
  public byte[] encode() {
    return PublicKeyMessage.newBuilder()
        .setType(type)
        .setData(ByteString.copyFrom(data))
        .build()
        .toByteArray();
  }

  /** The id of this key's holder. */
  public PeerId peerId() {
    byte[] encoded = encode();
    return PeerId.ofPublicKey(encoded, CryptoSuite.sha256().digest(encoded));
  }

  /**
   * Whether the signature is this key's over the message; a key or signature out of shape is a no.
   */
  public boolean verifies(CryptoSuite suite, byte[] message, byte[] signature) {
    try {
      return switch (type) {
        case ED25519 -> suite.verifyEd25519(data, message, signature);
        case RSA ->
            suite.verify("RSA", "SHA256withRSA", new X509EncodedKeySpec(data), message, signature);
        case ECDSA ->
            suite.verify("EC", "SHA256withECDSA", new X509EncodedKeySpec(data), message, signature);
        case SECP256K1 -> Secp256k1.verifies(data, message, signature);
      };
    } catch (GeneralSecurityException outOfShape) {
      return false;
    }
  }

  @Override
  public String toString() {
    return type + ":" + peerId();
  }
}
