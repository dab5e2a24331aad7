package org.datanet.node.libp2p.crypto;

import java.security.PrivateKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.datanet.node.libp2p.multiformats.PeerId;

/** The identity of a host: who it is, and the means to prove it. */
public interface Identity {

  PublicKey publicKey();

  /** Signs with the private key of {@link #publicKey}. */
  byte[] sign(byte[] message);

  default PeerId peerId() {
    return publicKey().peerId();
  }

  /** The Ed25519 identity of a private key (seed) of 32 bytes. */
  static Identity ofEd25519Seed(byte[] seed) {
    if (seed.length != CryptoSuite.KEY_BYTES) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
    }
    byte[] key = new byte[CryptoSuite.KEY_BYTES];
    Ed25519.generatePublicKey(seed, 0, key, 0); // the JCA cannot derive it
    PrivateKey privateKey = CryptoSuite.platform().ed25519Key(seed);
    PublicKey publicKey = PublicKey.ed25519(key);
    return new Identity() {
      @Override
      public PublicKey publicKey() {
        return publicKey;
      }

      @Override
      public byte[] sign(byte[] message) {
        return CryptoSuite.platform().signEd25519(privateKey, message);
      }
    };
  }
}
