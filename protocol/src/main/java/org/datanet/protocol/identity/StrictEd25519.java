package org.datanet.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;

/**
 * The network's one rule for signatures, libsodium's: S below the group's order, A and R canonical
 * and not of small order, then the cofactorless equation. Providers differ on exactly the inputs
 * that the first checks refuse, and a difference forks the network. DESIGN §4, "Strict Ed25519".
 */
public final class StrictEd25519 implements SignatureVerifier {

  public static final int PUBLIC_KEY_BYTES = 32;
  public static final int SIGNATURE_BYTES = 64;

  private final SignatureVerifier cofactorless;

  StrictEd25519(SignatureVerifier cofactorless) {
    this.cofactorless = cofactorless;
  }

  /**
   * The rule over a provider's Ed25519, whose equation must be the cofactorless one (the JDK's,
   * Conscrypt's and ACCP's are, Bouncy Castle's is not).
   *
   * @throws GeneralSecurityException when the provider lacks Ed25519 or fails on a known signature
   */
  public static StrictEd25519 over(Provider provider) throws GeneralSecurityException {
    return new StrictEd25519(JcaEd25519.over(provider));
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != PUBLIC_KEY_BYTES || signature.length != SIGNATURE_BYTES) {
      return false;
    }
    byte[] r = Arrays.copyOf(signature, EdwardsEncoding.BYTES);
    byte[] s = Arrays.copyOfRange(signature, EdwardsEncoding.BYTES, SIGNATURE_BYTES);
    return EdwardsEncoding.isReducedScalar(s)
        && isAcceptablePoint(r)
        && isAcceptablePoint(publicKey)
        && cofactorless.verify(publicKey, message, signature);
  }

  private static boolean isAcceptablePoint(byte[] point) {
    return EdwardsEncoding.isCanonicalPoint(point) && !EdwardsEncoding.hasSmallOrder(point);
  }
}
