package org.datanet.protocol.testing;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.Signer;

/** A key made from a number, the same in every run. Signing is deterministic (RFC 8032). */
public final class TestSigner implements Signer {

  private final Ed25519PrivateKeyParameters key;
  private final AccountId account;

  private TestSigner(Ed25519PrivateKeyParameters key, AccountId account) {
    this.key = key;
    this.account = account;
  }

  /** The key whose 32-byte seed is zero but for {@code number}, big-endian, at its end. */
  public static TestSigner of(int number) {
    byte[] seed = new byte[32];
    for (int i = 0; i < 4; i++) {
      seed[28 + i] = (byte) (number >>> 8 * (3 - i));
    }
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed, 0);
    return new TestSigner(key, AccountId.of(key.generatePublicKey().getEncoded()));
  }

  @Override
  public AccountId account() {
    return account;
  }

  @Override
  public byte[] sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }
}
