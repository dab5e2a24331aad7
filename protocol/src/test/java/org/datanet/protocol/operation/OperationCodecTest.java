package org.datanet.protocol.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.datanet.protocol.operation.Reason.BAD_SIGNATURE;
import static org.datanet.protocol.operation.Reason.FIELD_OUT_OF_RANGE;
import static org.datanet.protocol.operation.Reason.MALFORMED;
import static org.datanet.protocol.operation.Reason.NONCE_MISPLACED;
import static org.datanet.protocol.operation.Reason.TOO_LARGE;
import static org.datanet.protocol.operation.Reason.WRONG_AUTHOR;
import static org.datanet.protocol.testing.Fixtures.ALICE;
import static org.datanet.protocol.testing.Fixtures.BOB;
import static org.datanet.protocol.testing.Fixtures.NETWORK_ID;
import static org.datanet.protocol.testing.Fixtures.hash;
import static org.datanet.protocol.testing.Fixtures.signed;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.testing.Fixtures;
import org.datanet.protocol.wire.NetworkParameters;
import org.datanet.protocol.wire.OperationPayload;
import org.junit.jupiter.api.Test;

class OperationCodecTest {

  private static final Operation TRANSFER = new Operation.Transfer(BOB.account(), 5);

  @Test
  void refusesASignatureForAnotherNetwork() {
    byte[] envelope = signed(TRANSFER).envelope().toArray();

    assertThat(OperationCodec.decode(envelope, hash(0x4f), Fixtures.verifier()))
        .isEqualTo(new DecodeResult.Rejected(Refusal.of(BAD_SIGNATURE)));
  }

  @Test
  void aForgedSignatureDoesNotShareTheIdOfTheTrueOne() {
    SignedOperation genuine = signed(TRANSFER);
    byte[] forged = genuine.envelope().toArray();
    forged[forged.length - 40] ^= 1;

    UnverifiedOperation parsed = parsed(forged);

    assertThat(parsed.id()).isNotEqualTo(genuine.id());
    assertThat(OperationCodec.verifySignature(parsed, NETWORK_ID, Fixtures.verifier()))
        .isEqualTo(new DecodeResult.Rejected(Refusal.of(BAD_SIGNATURE)));
  }

  @Test
  void refusesAnAuthorWhoIsNotTheKey() {
    Bytes payload = OperationCodec.encodePayload(BOB.account(), 1, 50, TRANSFER);

    assertThat(refusal(envelope(payload, ALICE.account().publicKey(), 64)).reason())
        .isEqualTo(WRONG_AUTHOR);
  }

  @Test
  void refusesKeysAndSignaturesOfAnotherLength() {
    Bytes payload = OperationCodec.encodePayload(ALICE.account(), 1, 50, TRANSFER);

    assertThat(refusal(envelope(payload, Bytes.repeat((byte) 1, 31), 64)).reason())
        .isEqualTo(FIELD_OUT_OF_RANGE);
    assertThat(refusal(envelope(payload, ALICE.account().publicKey(), 63)).message())
        .contains("signature has 64 bytes, not 63");
  }

  @Test
  void refusesMoreThan64KiBBeforeLookingInside() {
    assertThat(refusal(new byte[64 * 1024 + 1]).reason()).isEqualTo(TOO_LARGE);
    assertThat(refusal(new byte[64 * 1024]).reason()).isEqualTo(MALFORMED);
  }

  @Test
  void refusesAPayloadWithoutABody() {
    Bytes payload =
        Bytes.wrap(
            OperationPayload.newBuilder()
                .setAuthor(WireBytes.toWire(ALICE.account()))
                .setNonce(1)
                .setExpiresEpoch(9)
                .build()
                .toByteArray());

    assertThat(refusal(envelope(payload, ALICE.account().publicKey(), 64)).reason())
        .isEqualTo(MALFORMED);
  }

  @Test
  void refusesNoncesThatAreMisplacedNegativeOrMissing() {
    Operation opening = SampleOperations.contribute(Operation.Provenance.human());

    assertThat(OperationCodec.refusalOf(ALICE.account(), 1, 9, opening).orElseThrow().reason())
        .isEqualTo(NONCE_MISPLACED);
    assertThat(OperationCodec.refusalOf(ALICE.account(), 0, 9, TRANSFER).orElseThrow().reason())
        .isEqualTo(NONCE_MISPLACED);
    assertThat(OperationCodec.refusalOf(ALICE.account(), -1, 9, TRANSFER).orElseThrow().reason())
        .isEqualTo(FIELD_OUT_OF_RANGE);
    assertThat(OperationCodec.refusalOf(ALICE.account(), 1, 0, TRANSFER).orElseThrow().reason())
        .isEqualTo(FIELD_OUT_OF_RANGE);
  }

  @Test
  void refusesToSignWhatNoNodeWouldTake() {
    Operation nothing = new Operation.Transfer(BOB.account(), 0);

    assertThatThrownBy(() -> OperationCodec.sign(ALICE, NETWORK_ID, 1, 9, nothing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("amount_micros");
  }

  @Test
  void refusesUnknownFieldsInEnvelopeAndPayload() {
    SignedOperation signed = signed(TRANSFER);
    Bytes unknown = Bytes.of(0xf8, 0x07, 0x01); // field 127, varint 1
    Bytes payload = OperationCodec.encodePayload(ALICE.account(), 1, 50, TRANSFER);

    assertThat(refusal(Bytes.concatenate(signed.envelope(), unknown)))
        .isEqualTo(new Refusal(MALFORMED, "the envelope"));
    assertThat(
            refusal(envelope(Bytes.concatenate(payload, unknown), ALICE.account().publicKey(), 64)))
        .isEqualTo(new Refusal(MALFORMED, "the payload"));
  }

  @Test
  void refusesAnUnknownFieldDeepInsideTheBody() {
    // body 16 (transfer) with its two fields and field 15, varint 1
    Bytes body =
        Bytes.concatenate(
            Bytes.of(0x0a, 32), BOB.account().publicKey(), Bytes.of(0x10, 5), Bytes.of(0x78, 1));
    Bytes payload =
        Bytes.concatenate(
            Bytes.of(0x0a, 32),
            ALICE.account().publicKey(),
            Bytes.of(0x10, 1, 0x18, 50),
            Bytes.of(0x82, 0x01, body.size()),
            body);

    assertThat(refusal(envelope(payload, ALICE.account().publicKey(), 64)))
        .isEqualTo(new Refusal(MALFORMED, "the payload"));
    assertThat(
            refusalOrNone(
                envelope(
                    Bytes.concatenate(
                        payload.slice(0, 38),
                        Bytes.of(0x82, 0x01, body.size() - 2),
                        body.slice(0, body.size() - 2)),
                    ALICE.account().publicKey(),
                    64)))
        .isEmpty();
  }

  @Test
  void refusesTrailingBytesTruncationAndReorderedFields() {
    Bytes envelope = signed(TRANSFER).envelope();
    int keyField = envelope.size() - 66 - 34;
    Bytes reordered =
        Bytes.concatenate(
            envelope.slice(0, keyField),
            envelope.slice(keyField + 34),
            envelope.slice(keyField, 34));

    assertThat(refusal(Bytes.concatenate(envelope, Bytes.of(0))).reason()).isEqualTo(MALFORMED);
    assertThat(refusal(envelope.slice(0, envelope.size() - 1)).reason()).isEqualTo(MALFORMED);
    assertThat(refusal(reordered).reason()).isEqualTo(MALFORMED);
    assertThat(refusal(Bytes.EMPTY).reason()).isEqualTo(FIELD_OUT_OF_RANGE);
  }

  @Test
  void refusesOverLongVarintsAndExplicitDefaults() {
    Bytes head = Bytes.concatenate(Bytes.of(0x0a, 32), ALICE.account().publicKey());
    Bytes tail =
        Bytes.concatenate(
            Bytes.of(0x82, 0x01, 36, 0x0a, 32), BOB.account().publicKey(), Bytes.of(0x10, 5));
    Bytes canonical = Bytes.concatenate(head, Bytes.of(0x10, 1, 0x18, 50), tail);
    Bytes overLong = Bytes.concatenate(head, Bytes.of(0x10, 0x81, 0x00, 0x18, 50), tail);
    Bytes zeroNonce = Bytes.concatenate(head, Bytes.of(0x10, 0, 0x18, 50), tail);
    Bytes32 key = ALICE.account().publicKey();

    assertThat(refusalOrNone(envelope(canonical, key, 64))).isEmpty();
    assertThat(refusal(envelope(overLong, key, 64)).reason()).isEqualTo(MALFORMED);
    assertThat(refusal(envelope(zeroNonce, key, 64)).reason()).isEqualTo(MALFORMED);
  }

  @Test
  void neitherThrowsNorAcceptsASecondFormOfMutatedEnvelopes() {
    SplittableRandom random = new SplittableRandom(20_260_101);
    List<Operation> samples = List.copyOf(SampleOperations.all().values());
    List<byte[]> corpus = samples.stream().map(o -> signed(o).envelope().toArray()).toList();
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = mutate(corpus.get(random.nextInt(corpus.size())), random);
      if (OperationCodec.parse(mutated) instanceof ParseResult.Parsed parsed) {
        accepted++;
        SignedOperation operation = parsed.operation().assumeVerified();
        Bytes payload =
            OperationCodec.encodePayload(
                operation.author(),
                operation.nonce(),
                operation.expiresEpoch(),
                operation.operation());
        assertThat(envelope(payload, operation.author().publicKey(), signature(mutated)))
            .isEqualTo(Bytes.wrap(mutated));
      }
    }
    assertThat(accepted).isBetween(1_000, 19_000);
  }

  private static byte[] mutate(byte[] original, SplittableRandom random) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Bytes.wrap(bytes).slice(0, Math.max(1, at)).toArray();
        case 3 ->
            bytes =
                Bytes.concatenate(
                        Bytes.wrap(bytes, 0, at),
                        Bytes.of(random.nextInt(256)),
                        Bytes.wrap(bytes).slice(at))
                    .toArray();
        default ->
            bytes =
                Bytes.concatenate(Bytes.wrap(bytes, 0, at), Bytes.wrap(bytes).slice(at / 2))
                    .toArray();
      }
    }
    return bytes;
  }

  @Test
  void chargesEnvelopeAndContentBytes() {
    NetworkParameters parameters =
        NetworkParameters.newBuilder().setOpFeeMicros(100).setByteFeeMicros(2).build();
    SignedOperation transfer = signed(TRANSFER);
    SignedOperation opening = signed(SampleOperations.contribute(Operation.Provenance.human()));

    assertThat(FeeRule.feeMicros(parameters, transfer))
        .isEqualTo(100 + 2L * transfer.envelope().size());
    assertThat(FeeRule.feeMicros(parameters, opening))
        .isEqualTo(100 + 2L * (opening.envelope().size() + 321));
  }

  private static Bytes signature(byte[] envelope) {
    return Bytes.wrap(envelope).slice(envelope.length - 64);
  }

  private static Bytes envelope(Bytes payload, Bytes key, int signatureBytes) {
    return envelope(payload, key, Bytes.repeat((byte) 7, signatureBytes));
  }

  private static Bytes envelope(Bytes payload, Bytes key, Bytes signature) {
    return Bytes.wrap(
        org.datanet.protocol.wire.SignedOperation.newBuilder()
            .setPayload(ByteString.copyFrom(payload.toArray()))
            .setPublicKey(ByteString.copyFrom(key.toArray()))
            .setSignature(ByteString.copyFrom(signature.toArray()))
            .build()
            .toByteArray());
  }

  private static UnverifiedOperation parsed(byte[] envelope) {
    return ((ParseResult.Parsed) OperationCodec.parse(envelope)).operation();
  }

  private static Refusal refusal(Bytes envelope) {
    return refusal(envelope.toArray());
  }

  private static Refusal refusal(byte[] envelope) {
    return ((ParseResult.Rejected) OperationCodec.parse(envelope)).refusal();
  }

  private static List<Refusal> refusalOrNone(Bytes envelope) {
    return OperationCodec.parse(envelope.toArray()) instanceof ParseResult.Rejected rejected
        ? List.of(rejected.refusal())
        : List.of();
  }
}
