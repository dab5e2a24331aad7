package org.datanet.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Providers that go wrong must be noticed: neither trusted nor taken for a verdict on the input.
 */
class ProviderDefectsTest {

  /** RFC 8032 §7.1, TEST 2. */
  private static final byte[] KEY =
      HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

  private static final byte[] MESSAGE = {0x72};
  private static final byte[] SIGNATURE =
      HexFormat.of()
          .parseHex(
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                  + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

  @Test
  void aProviderThatAcceptsOrRefusesEverythingIsNotUsed() {
    assertThatThrownBy(() -> StrictEd25519.over(new Defective((jdk, signature) -> true)))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("misjudges");
    assertThatThrownBy(() -> StrictEd25519.over(new Defective((jdk, signature) -> false)))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("misjudges");
  }

  @Test
  void aProviderThatThrowsOnSoundInputIsABug() throws Exception {
    StrictEd25519 verifier =
        StrictEd25519.over(
            new Defective(
                (jdk, signature) -> {
                  if (Arrays.equals(signature, SIGNATURE)) {
                    throw new SignatureException("out of contexts");
                  }
                  return jdk.verify(signature);
                }));

    assertThatThrownBy(() -> verifier.verify(KEY, MESSAGE, SIGNATURE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Defective")
        .hasRootCauseMessage("out of contexts");
  }

  @Test
  void aProviderThatThrowsOnAPointOffTheCurveIsNot() throws Exception {
    byte[] offCurve = SIGNATURE.clone();
    do {
      offCurve[0]++;
    } while (EdwardsEncoding.isOnCurve(Arrays.copyOf(offCurve, 32)));
    StrictEd25519 verifier =
        StrictEd25519.over(
            new Defective(
                (jdk, signature) -> {
                  if (Arrays.equals(signature, offCurve)) {
                    throw new SignatureException("no such point");
                  }
                  return jdk.verify(signature);
                }));

    assertThat(verifier.verify(KEY, MESSAGE, offCurve)).isFalse();
    assertThat(verifier.verify(KEY, MESSAGE, SIGNATURE)).isTrue();
  }

  private interface Judge {
    boolean verify(Signature jdk, byte[] signature) throws SignatureException;
  }

  /** The JDK's Ed25519 with a judge in between. */
  private static final class Defective extends Provider {
    private static final long serialVersionUID = 1;

    Defective(Judge judge) {
      super("Defective", "1", "the JDK's Ed25519 with a defect");
      putService(
          new Service(
              this, "Signature", "Ed25519", JudgedSignature.class.getName(), List.of(), null) {
            @Override
            public Object newInstance(Object parameter) {
              return new JudgedSignature(judge);
            }
          });
      Service keys = SignatureProviders.jdk().getService("KeyFactory", "Ed25519");
      putService(
          new Service(this, "KeyFactory", "Ed25519", KeyFactory.class.getName(), List.of(), null) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
              return keys.newInstance(parameter);
            }
          });
    }
  }

  private static final class JudgedSignature extends SignatureSpi {
    private final Judge judge;
    private final Signature jdk;

    JudgedSignature(Judge judge) {
      this.judge = judge;
      try {
        this.jdk = Signature.getInstance("Ed25519", SignatureProviders.jdk());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
      jdk.initVerify(publicKey);
    }

    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
      jdk.initSign(privateKey);
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
      jdk.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
      jdk.update(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      return jdk.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      return judge.verify(jdk, signature);
    }

    @Override
    @SuppressWarnings("deprecation")
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    @SuppressWarnings("deprecation")
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException(name);
    }
  }
}
