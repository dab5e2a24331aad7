package org.datanet.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.security.Provider;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 8032 §7.1, TEST 3. */
class JcaSignerTest {

  private static final byte[] SEED =
      HexFormat.of().parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
  private static final AccountId ACCOUNT =
      AccountId.of(
          HexFormat.of()
              .parseHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"));

  @ParameterizedTest
  @MethodSource("org.datanet.protocol.identity.SignatureProviders#all")
  void signsAsTheRfcDoes(Provider provider) throws Exception {
    Signer signer = JcaSigner.of(provider, SEED, ACCOUNT);

    assertThat(signer.account()).isEqualTo(ACCOUNT);
    assertThat(HexFormat.of().formatHex(signer.sign(new byte[] {(byte) 0xaf, (byte) 0x82})))
        .isEqualTo(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
  }

  @Test
  void refusesASeedOfAnotherAccount() {
    byte[] other = SEED.clone();
    other[0] ^= 1;

    assertThatThrownBy(() -> JcaSigner.of(SignatureProviders.jdk(), other, ACCOUNT))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> JcaSigner.of(SignatureProviders.jdk(), new byte[31], ACCOUNT))
        .isInstanceOf(InvalidKeyException.class);
  }
}
