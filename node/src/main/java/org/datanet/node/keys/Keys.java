package org.datanet.node.keys;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.apache.tuweni.bytes.Bytes32;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.JcaSigner;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.identity.StrictEd25519;

/** Ed25519 key pairs from 32-byte seeds (RFC 8032 §5.1.5). */
public final class Keys {

  public static final int SEED_BYTES = 32;

  private Keys() {}

  public static byte[] newSeed(SecureRandom random) {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return seed;
  }

  public static AccountId accountOf(byte[] seed) {
    byte[] publicKey = new byte[StrictEd25519.PUBLIC_KEY_BYTES];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return AccountId.of(publicKey);
  }

  public static Signer signer(byte[] seed) {
    try {
      return JcaSigner.of(Ed25519Providers.choose().provider(), seed, accountOf(seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a provider that verifies does not sign", e);
    }
  }

  /**
   * A validator's hash onion, derived from its key so that there is one secret to keep. {@code
   * firstEpoch} sets the onions of renewals apart.
   */
  public static HashOnion onion(byte[] seed, long firstEpoch, int layers) {
    Bytes32 onionSeed = Hasher.of("onion-seed").addBytes(seed).addLong(firstEpoch).digest();
    return HashOnion.of(onionSeed, layers);
  }
}
