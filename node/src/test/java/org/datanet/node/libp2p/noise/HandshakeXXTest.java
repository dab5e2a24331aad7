package org.datanet.node.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.CryptoSuite.X25519KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the cacophony vectors, and against noise-java in both roles. */
class HandshakeXXTest {

  private static final String VECTORS = "/noise-xx-25519-chachapoly-sha256.json";
  private static final byte[] NONE = {};

  static CryptoSuite[] suites() {
    return new CryptoSuite[] {CryptoSuite.platform(), CryptoSuite.jdk()};
  }

  @ParameterizedTest
  @MethodSource("suites")
  void writesTheBytesOfThePublishedVectors(CryptoSuite suite)
      throws IOException, GeneralSecurityException {
    for (JsonNode vector : vectors()) {
      HandshakeXX initiator = handshake(suite, vector, true);
      HandshakeXX responder = handshake(suite, vector, false);
      JsonNode messages = vector.get("messages");

      for (int i = 0; i < 3; i++) {
        HandshakeXX writer = i % 2 == 0 ? initiator : responder;
        HandshakeXX reader = i % 2 == 0 ? responder : initiator;
        byte[] payload = hex(messages.get(i), "payload");
        byte[] message = writer.write(payload);
        assertThat(message).isEqualTo(hex(messages.get(i), "ciphertext"));
        assertThat(reader.read(message)).isEqualTo(payload);
      }

      HandshakeXX.Result ofInitiator = initiator.finish();
      HandshakeXX.Result ofResponder = responder.finish();
      assertThat(ofInitiator.handshakeHash()).isEqualTo(hex(vector, "handshake_hash"));
      for (int i = 3; i < messages.size(); i++) {
        boolean fromInitiator = i % 2 == 0;
        byte[] payload = hex(messages.get(i), "payload");
        byte[] message =
            (fromInitiator ? ofInitiator : ofResponder).sending().encrypt(NONE, payload);
        assertThat(message).isEqualTo(hex(messages.get(i), "ciphertext"));
        assertThat((fromInitiator ? ofResponder : ofInitiator).receiving().decrypt(NONE, message))
            .isEqualTo(payload);
      }
    }
  }

  private static JsonNode vectors() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HandshakeXXTest.class.getResourceAsStream(VECTORS))) {
      JsonNode vectors = new ObjectMapper().readTree(in).get("vectors");
      assertThat(vectors).isNotEmpty();
      return vectors;
    }
  }

  private static HandshakeXX handshake(CryptoSuite suite, JsonNode vector, boolean initiator)
      throws GeneralSecurityException {
    String role = initiator ? "init" : "resp";
    return new HandshakeXX(
        suite,
        initiator,
        hex(vector, role + "_prologue"),
        suite.x25519Pair(hex(vector, role + "_static")),
        suite.x25519Pair(hex(vector, role + "_ephemeral")));
  }

  private static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).asText());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void agreesWithNoiseJava(boolean weInitiate) throws Exception {
    CryptoSuite suite = CryptoSuite.platform();
    HandshakeXX ours = fresh(suite, weInitiate);
    HandshakeState theirs =
        new HandshakeState(
            "Noise_XX_25519_ChaChaPoly_SHA256",
            weInitiate ? HandshakeState.RESPONDER : HandshakeState.INITIATOR);
    theirs.getLocalKeyPair().generateKeyPair();
    theirs.start();
    byte[] buffer = new byte[1024];
    byte[] payload = {1, 2, 3};

    while (!ours.isFinished()) {
      if (ours.isMyTurn()) {
        byte[] message = ours.write(payload);
        int bytes = theirs.readMessage(message, 0, message.length, buffer, 0);
        assertThat(Arrays.copyOf(buffer, bytes)).isEqualTo(payload);
      } else {
        int bytes = theirs.writeMessage(buffer, 0, payload, 0, payload.length);
        assertThat(ours.read(Arrays.copyOf(buffer, bytes))).isEqualTo(payload);
      }
    }

    CipherStatePair pair = theirs.split();
    HandshakeXX.Result result = ours.finish();
    assertThat(result.handshakeHash()).isEqualTo(theirs.getHandshakeHash());
    byte[] theirKey = new byte[32];
    theirs.getLocalKeyPair().getPublicKey(theirKey, 0);
    assertThat(result.remoteStaticKey()).isEqualTo(theirKey);
    for (int i = 0; i < 3; i++) {
      byte[] sent = result.sending().encrypt(NONE, payload);
      int bytes = pair.getReceiver().decryptWithAd(null, sent, 0, buffer, 0, sent.length);
      assertThat(Arrays.copyOf(buffer, bytes)).isEqualTo(payload);
      bytes = pair.getSender().encryptWithAd(null, payload, 0, buffer, 0, payload.length);
      assertThat(result.receiving().decrypt(NONE, Arrays.copyOf(buffer, bytes))).isEqualTo(payload);
    }
  }

  private static HandshakeXX fresh(CryptoSuite suite, boolean initiator) {
    return new HandshakeXX(suite, initiator, NONE, suite.generateX25519(), suite.generateX25519());
  }

  @Test
  void refusesEveryTruncationOfTheSecondMessage() throws NoiseException {
    CryptoSuite suite = CryptoSuite.platform();
    byte[] first = fresh(suite, true).write(NONE);
    HandshakeXX responder = fresh(suite, false);
    responder.read(first);
    byte[] second = responder.write(new byte[] {1});

    for (int length = 0; length < second.length; length++) {
      HandshakeXX initiator = fresh(suite, true);
      initiator.write(NONE);
      byte[] cut = Arrays.copyOf(second, length);
      assertThatThrownBy(() -> initiator.read(cut)).isInstanceOf(NoiseException.class);
    }
  }

  @Test
  void refusesAFlippedBitOfTheSecondMessage() throws NoiseException {
    CryptoSuite suite = CryptoSuite.platform();
    HandshakeXX initiator = fresh(suite, true);
    HandshakeXX responder = fresh(suite, false);
    responder.read(initiator.write(NONE));
    byte[] second = responder.write(new byte[] {1});
    second[second.length - 1] ^= 1;

    assertThatThrownBy(() -> initiator.read(second)).isInstanceOf(NoiseException.class);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void refusesAKeyOfSmallOrder(CryptoSuite suite) {
    HandshakeXX responder = fresh(suite, false);

    assertThatThrownBy(
            () -> {
              responder.read(new byte[32]);
              responder.write(NONE);
            })
        .isInstanceOf(NoiseException.class);
  }

  @Test
  void endsBeforeANonceIsUsedTwice() throws NoiseException {
    X25519KeyPair anyKey = CryptoSuite.platform().generateX25519();
    CipherState cipher =
        new CipherState(
            CryptoSuite.platform(), anyKey.privateKey(), CipherState.NONCE_RESERVED - 1);
    assertThat(cipher.encrypt(NONE, NONE)).hasSize(CipherState.TAG_BYTES);

    assertThatThrownBy(() -> cipher.encrypt(NONE, NONE))
        .isInstanceOf(NoiseException.class)
        .hasMessageContaining("used up");
  }
}
