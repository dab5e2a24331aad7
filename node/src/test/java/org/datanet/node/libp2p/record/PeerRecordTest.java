package org.datanet.node.libp2p.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.RecordWire;
import org.datanet.node.libp2p.wire.RecordWire.Envelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libp2p/specs RFC 0002 and RFC 0003. */
class PeerRecordTest {

  private static final List<Multiaddr> ADDRESSES =
      List.of(
          Multiaddr.parse("/ip4/192.0.2.1/tcp/4001"),
          Multiaddr.parse("/ip6/2001:db8::1/udp/4001/quic-v1"));

  private final Identity identity = identity(1);

  @Test
  void aRecordOpensToWhatWasSealed() {
    ByteString sealed = PeerRecord.seal(identity, 12, ADDRESSES);

    assertThat(PeerRecord.open(sealed)).contains(new PeerRecord(identity.peerId(), 12, ADDRESSES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa"})
  void aRecordThatJsSealedOpens(String kind) throws IOException {
    JsonNode sealed = js().at("/records/" + kind);

    assertThat(PeerRecord.open(ByteString.fromHex(sealed.get("envelope").asText())))
        .contains(new PeerRecord(PeerId.parse(sealed.get("peer").asText()), 5, ADDRESSES));
  }

  @Test
  void sealsTheBytesThatJsSeals() throws IOException {
    Identity same = identity(7);

    assertThat(PeerRecord.seal(same, 5, ADDRESSES))
        .isEqualTo(ByteString.fromHex(js().at("/records/ed25519/envelope").asText()));
  }

  @Test
  void anEnvelopeThatWasChangedDoesNotOpen() throws InvalidProtocolBufferException {
    Envelope sealed = Envelope.parseFrom(PeerRecord.seal(identity, 12, ADDRESSES));
    ByteString otherRecord =
        RecordWire.PeerRecord.parseFrom(sealed.getPayload()).toBuilder()
            .setSeq(13)
            .build()
            .toByteString();

    assertDoesNotOpen(sealed.toBuilder().setPayload(otherRecord).build());
    assertDoesNotOpen(sealed.toBuilder().setPayloadType(ByteString.fromHex("0302")).build());
    assertDoesNotOpen(sealed.toBuilder().clearSignature().build());
    assertDoesNotOpen(sealed.toBuilder().clearPublicKey().build());
    assertDoesNotOpen(
        sealed.toBuilder()
            .setPublicKey(ByteString.copyFrom(identity(2).publicKey().encode()))
            .build());
  }

  @Test
  void nobodySignsTheRecordOfAnother() {
    ByteString record =
        RecordWire.PeerRecord.newBuilder()
            .setPeerId(ByteString.copyFrom(identity.peerId().bytes()))
            .setSeq(1)
            .build()
            .toByteString();

    ByteString sealed =
        SignedEnvelope.seal(identity(2), PeerRecord.DOMAIN, PeerRecord.PAYLOAD_TYPE, record);

    assertThat(PeerRecord.open(sealed)).isEmpty();
  }

  @Test
  void whatWasSignedForAnotherPurposeIsNoRecord() throws InvalidProtocolBufferException {
    ByteString record = Envelope.parseFrom(PeerRecord.seal(identity, 12, ADDRESSES)).getPayload();

    ByteString otherDomain =
        SignedEnvelope.seal(identity, "libp2p-relay-rsvp", PeerRecord.PAYLOAD_TYPE, record);
    ByteString otherType =
        SignedEnvelope.seal(identity, PeerRecord.DOMAIN, ByteString.fromHex("0302"), record);

    assertThat(PeerRecord.open(otherDomain)).isEmpty();
    assertThat(PeerRecord.open(otherType)).isEmpty();
  }

  @Test
  void addressesOfOtherKindsOrOfOtherPeersAreLeftOut() {
    RecordWire.PeerRecord.Builder record =
        RecordWire.PeerRecord.newBuilder()
            .setPeerId(ByteString.copyFrom(identity.peerId().bytes()));
    for (ByteString address :
        List.of(
            ByteString.copyFrom(ADDRESSES.get(0).withPeerId(identity.peerId()).bytes()),
            ByteString.copyFrom(ADDRESSES.get(1).withPeerId(identity(2).peerId()).bytes()),
            ByteString.fromHex("ffff03"))) {
      record.addAddressesBuilder().setMultiaddr(address);
    }
    ByteString sealed =
        SignedEnvelope.seal(
            identity, PeerRecord.DOMAIN, PeerRecord.PAYLOAD_TYPE, record.build().toByteString());

    assertThat(PeerRecord.open(sealed).orElseThrow().addresses()).containsExactly(ADDRESSES.get(0));
  }

  @Test
  void takesNoMoreAddressesThanTheCapAndNoLongerEnvelopesThanTheCap() {
    ByteString many = PeerRecord.seal(identity, 1, Collections.nCopies(1_000, ADDRESSES.get(0)));
    ByteString oversized =
        SignedEnvelope.seal(
            identity,
            PeerRecord.DOMAIN,
            PeerRecord.PAYLOAD_TYPE,
            ByteString.copyFrom(new byte[SignedEnvelope.BYTES_MAX]));

    assertThat(PeerRecord.open(many).orElseThrow().addresses()).hasSize(PeerRecord.ADDRESSES_MAX);
    assertThat(SignedEnvelope.open(oversized, PeerRecord.DOMAIN)).isEmpty();
  }

  @Test
  void bytesThatAreNoEnvelopeDoNotOpen() {
    assertThat(PeerRecord.open(ByteString.EMPTY)).isEmpty();
    assertThat(PeerRecord.open(ByteString.fromHex("0aff"))).isEmpty();
  }

  private static void assertDoesNotOpen(Envelope envelope) {
    assertThat(PeerRecord.open(envelope.toByteString())).isEmpty();
  }

  private static Identity identity(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return Identity.ofEd25519Seed(seed);
  }

  private static JsonNode js() throws IOException {
    try (InputStream file = PeerRecordTest.class.getResourceAsStream("/libp2p/js-signed.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file));
    }
  }
}
