package org.datanet.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.conscrypt.Conscrypt;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.StrictEd25519;
import org.datanet.protocol.testing.Fixtures;

/**
 * Input: key 32, signature 64, the message. Two providers give one verdict, and neither throws: a
 * difference forks the network.
 */
public final class SignatureTarget implements FuzzTarget {

  private static final SignatureVerifier JDK = Fixtures.verifier();
  private static final SignatureVerifier CONSCRYPT = conscrypt();

  private static SignatureVerifier conscrypt() {
    try {
      return StrictEd25519.over(Conscrypt.newProvider());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Conscrypt lacks Ed25519", e);
    }
  }

  @Override
  public String name() {
    return "signature";
  }

  @Override
  public void accept(byte[] input) {
    int keyBytes = Math.min(input.length, StrictEd25519.PUBLIC_KEY_BYTES);
    int signatureEnd = Math.min(input.length, keyBytes + StrictEd25519.SIGNATURE_BYTES);
    byte[] key = Arrays.copyOf(input, keyBytes);
    byte[] signature = Arrays.copyOfRange(input, keyBytes, signatureEnd);
    byte[] message = Arrays.copyOfRange(input, signatureEnd, input.length);

    assertThat(CONSCRYPT.verify(key, message, signature))
        .isEqualTo(JDK.verify(key, message, signature));
  }

  /** The JDK's curve arithmetic makes a megabyte of garbage a signature. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (4 << 20) + 64L * inputBytes;
  }
}
