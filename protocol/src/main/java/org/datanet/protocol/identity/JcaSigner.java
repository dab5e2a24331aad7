package org.datanet.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;

/** A key in memory that signs through a JCA provider. */
public final class JcaSigner implements Signer {

  /** RFC 8032 §5.1.5. */
  private static final int SEED_BYTES = 32;

  /** What a pair is tried on; no operation or vote is one byte long. */
  private static final byte[] TRIAL = {0};

  private final AccountId account;
  private final PrivateKey key;
  private final JcaEd25519 ed25519;

  private JcaSigner(AccountId account, PrivateKey key, JcaEd25519 ed25519) {
    this.account = account;
    this.key = key;
    this.ed25519 = ed25519;
  }

  /**
   * @param seed 32 bytes, RFC 8032's private key; not kept, the caller may wipe it
   * @param account the public key of that seed
   * @throws GeneralSecurityException when seed and account are no pair, or the provider has no
   *     working Ed25519
   */
  public static JcaSigner of(Provider provider, byte[] seed, AccountId account)
      throws GeneralSecurityException {
    if (seed.length != SEED_BYTES) {
      throw new InvalidKeyException("a seed has 32 bytes, not " + seed.length);
    }
    JcaEd25519 ed25519 = JcaEd25519.over(provider);
    PrivateKey key = ed25519.privateKey(seed);
    if (!ed25519.verify(account.toBytes(), TRIAL, ed25519.sign(key, TRIAL))) {
      throw new InvalidKeyException("the seed is not that of " + account);
    }
    return new JcaSigner(account, key, ed25519);
  }

  @Override
  public AccountId account() {
    return account;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      return ed25519.sign(key, message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that signed before does not sign now", e);
    }
  }
}
