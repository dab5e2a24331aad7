package org.datanet.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrictEd25519Test {

  private static final HexFormat HEX = HexFormat.of();

  /** RFC 8032 §7.1, TEST 2: one byte of message. */
  private static final byte[] KEY =
      HEX.parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

  private static final byte[] MESSAGE = {0x72};
  private static final byte[] SIGNATURE =
      HEX.parseHex(
          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

  @Test
  void jdkReadsTheSpeccheckVectorsAsTheRuleSays() throws Exception {
    assertThat(speccheck(SignatureProviders.jdk())).isEqualTo("xxxVxxxxxxxx");
  }

  @Test
  void conscryptReadsTheSpeccheckVectorsAsTheRuleSays() throws Exception {
    assertThat(speccheck(SignatureProviders.conscrypt())).isEqualTo("xxxVxxxxxxxx");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void accpReadsTheSpeccheckVectorsAsTheRuleSays() throws Exception {
    assertThat(speccheck(SignatureProviders.accp())).isEqualTo("xxxVxxxxxxxx");
  }

  private static String speccheck(Provider provider) throws GeneralSecurityException, IOException {
    StrictEd25519 verifier = StrictEd25519.over(provider);
    StringBuilder verdicts = new StringBuilder();
    try (InputStream file =
        StrictEd25519Test.class.getResourceAsStream("/vectors/ed25519-speccheck.json")) {
      for (JsonNode vector : new ObjectMapper().readTree(file)) {
        boolean valid =
            verifier.verify(
                HEX.parseHex(vector.get("pub_key").textValue()),
                HEX.parseHex(vector.get("message").textValue()),
                HEX.parseHex(vector.get("signature").textValue()));
        verdicts.append(valid ? 'V' : 'x');
      }
    }
    return verdicts.toString();
  }

  @ParameterizedTest
  @MethodSource("org.datanet.protocol.identity.SignatureProviders#all")
  void acceptsTheSignatureAndNoneWithABitFlipped(Provider provider) throws Exception {
    StrictEd25519 verifier = StrictEd25519.over(provider);
    assertThat(verifier.verify(KEY, MESSAGE, SIGNATURE)).isTrue();

    for (int bit = 0; bit < 512; bit++) {
      byte[] flipped = SIGNATURE.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verifier.verify(KEY, MESSAGE, flipped)).as("bit %d", bit).isFalse();
    }
    assertThat(verifier.verify(KEY, new byte[] {0x73}, SIGNATURE)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("org.datanet.protocol.identity.SignatureProviders#all")
  void refusesKeysAndPointsOffTheCurveWithoutAnException(Provider provider) throws Exception {
    StrictEd25519 verifier = StrictEd25519.over(provider);
    SplittableRandom random = new SplittableRandom(8032);
    int offCurve = 0;
    for (int i = 0; i < 64; i++) {
      byte[] point = new byte[32];
      random.nextBytes(point);
      byte[] signature = SIGNATURE.clone();
      System.arraycopy(point, 0, signature, 0, 32);
      offCurve += EdwardsEncoding.isOnCurve(point) ? 0 : 1;

      assertThat(verifier.verify(point, MESSAGE, SIGNATURE)).isFalse();
      assertThat(verifier.verify(KEY, MESSAGE, signature)).isFalse();
    }
    assertThat(offCurve).isBetween(20, 44);
  }

  @ParameterizedTest
  @MethodSource("org.datanet.protocol.identity.SignatureProviders#all")
  void refusesASignatureMadeMalleableByTheGroupOrder(Provider provider) throws Exception {
    byte[] order = HEX.parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    BigInteger s = Bytes.wrap(SIGNATURE, 32, 32).reverse().toUnsignedBigInteger();
    BigInteger shifted = s.add(Bytes.wrap(order).reverse().toUnsignedBigInteger());
    byte[] signature = SIGNATURE.clone();
    byte[] encoded = Bytes.wrap(shifted.toByteArray()).reverse().toArray();
    System.arraycopy(encoded, 0, signature, 32, Math.min(32, encoded.length));

    assertThat(StrictEd25519.over(provider).verify(KEY, MESSAGE, signature)).isFalse();
  }

  @Test
  void refusesInputOfAnotherSize() throws Exception {
    StrictEd25519 verifier = StrictEd25519.over(SignatureProviders.jdk());

    assertThat(verifier.verify(Arrays.copyOf(KEY, 31), MESSAGE, SIGNATURE)).isFalse();
    assertThat(verifier.verify(Arrays.copyOf(KEY, 33), MESSAGE, SIGNATURE)).isFalse();
    assertThat(verifier.verify(KEY, MESSAGE, Arrays.copyOf(SIGNATURE, 63))).isFalse();
    assertThat(verifier.verify(KEY, MESSAGE, Arrays.copyOf(SIGNATURE, 65))).isFalse();
    assertThat(verifier.verify(KEY, MESSAGE, new byte[0])).isFalse();
  }

  @Test
  void asksTheProviderOnlyAboutAcceptableEncodings() {
    SignatureVerifier always = (key, message, signature) -> true;
    StrictEd25519 rule = new StrictEd25519(always);
    byte[] identity = new byte[32];
    identity[0] = 1;
    byte[] nonCanonical = new byte[32];
    Arrays.fill(nonCanonical, (byte) 0xff);

    assertThat(rule.verify(KEY, MESSAGE, SIGNATURE)).isTrue();
    assertThat(rule.verify(identity, MESSAGE, SIGNATURE)).isFalse();
    assertThat(rule.verify(nonCanonical, MESSAGE, SIGNATURE)).isFalse();
  }

  @Test
  void aProviderWithoutEd25519IsNamedAtConstruction() {
    assertThatThrownBy(() -> StrictEd25519.over(Security.getProvider("SUN")))
        .isInstanceOf(NoSuchAlgorithmException.class)
        .hasMessageContaining("SUN");
  }
}
