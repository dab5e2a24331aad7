package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pubsub "Message Signing" and "Signature Policy Options". */
class MessagesTest {

  private static final int LARGE = 1 << 20;
  private static final ByteString DATA = ByteString.copyFromUtf8("data");

  private final Identity identity = identity(1);
  private final MessageSigner signer = new MessageSigner(identity, 41);

  @Test
  void aSignedMessageHasAllFieldsButTheKeyThatItsAuthorsIdCarries() {
    Message message = signer.sign("t", DATA);

    assertThat(Messages.fits(SignaturePolicy.STRICT_SIGN, message, LARGE)).isTrue();
    assertThat(Messages.author(message)).contains(identity.peerId());
    assertThat(message.getSeqno()).isEqualTo(ByteString.fromHex("000000000000002a"));
    assertThat(message.hasKey()).isFalse();
    assertThat(Messages.isSigned(message)).isTrue();
  }

  @Test
  void sequenceNumbersGrow() {
    signer.sign("t", DATA);

    assertThat(signer.sign("t", DATA).getSeqno()).isEqualTo(ByteString.fromHex("000000000000002b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa"})
  void whatJsSignsIsSigned(String kind) throws IOException {
    Message message = JsSigned.message(kind);

    assertThat(Messages.fits(SignaturePolicy.STRICT_SIGN, message, LARGE)).isTrue();
    assertThat(Messages.author(message)).contains(PeerId.parse(JsSigned.author(kind)));
    assertThat(message.hasKey()).isTrue();
    assertThat(Messages.isSigned(message)).isTrue();
  }

  @Test
  void theKeyMayBeLeftOutWhereTheAuthorsIdCarriesItAndOnlyThere() throws IOException {
    Message inlined = JsSigned.message("ed25519").toBuilder().clearKey().build();
    Message hashed = JsSigned.message("rsa").toBuilder().clearKey().build();

    assertThat(Messages.isSigned(inlined)).isTrue();
    assertThat(Messages.isSigned(hashed)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa"})
  void theIdsOfSignedMessagesAreThoseOfTheirImplementations(String kind) throws IOException {
    Message message = JsSigned.message(kind);

    assertThat(MessageIds.KEY_AND_SEQNO.of(message).bytes()).isEqualTo(JsSigned.id(kind));
    assertThat(MessageIds.AUTHOR_AND_SEQNO.of(message).bytes())
        .isEqualTo(message.getFrom().concat(message.getSeqno()));
  }

  @Test
  void whatWasChangedAfterSigningIsNotSigned() {
    Message message = signer.sign("t", DATA);

    assertNotSigned(message, m -> m.setData(ByteString.copyFromUtf8("other")));
    assertNotSigned(message, m -> m.setTopic("u"));
    assertNotSigned(message, m -> m.setSeqno(ByteString.copyFrom(new byte[8])));
    assertNotSigned(message, m -> m.setFrom(ByteString.copyFrom(identity(2).peerId().bytes())));
    assertNotSigned(message, m -> m.setSignature(ByteString.copyFrom(new byte[64])));
    assertNotSigned(message, m -> m.setSignature(ByteString.copyFromUtf8("short")));
    assertNotSigned(message, m -> m.setUnknownFields(foreign()));
  }

  @Test
  void aKeyThatIsNotTheAuthorsDoesNotSignForIt() {
    Identity forger = identity(2);
    Message forged = new MessageSigner(forger, 0).sign("t", DATA);
    Message claimed =
        forged.toBuilder()
            .setFrom(ByteString.copyFrom(identity.peerId().bytes()))
            .setKey(ByteString.copyFrom(forger.publicKey().encode()))
            .clearSignature()
            .build();
    byte[] signature = forger.sign(Messages.signedBytes(claimed).toByteArray());

    assertThat(
            Messages.isSigned(
                claimed.toBuilder().setSignature(ByteString.copyFrom(signature)).build()))
        .isFalse();
  }

  @Test
  void fieldsThatWeDoNotKnowAreSignedToo() {
    Message unsigned =
        signer.sign("t", DATA).toBuilder().clearSignature().setUnknownFields(foreign()).build();
    byte[] signature = identity.sign(Messages.signedBytes(unsigned).toByteArray());
    Message message = unsigned.toBuilder().setSignature(ByteString.copyFrom(signature)).build();

    assertThat(Messages.isSigned(message)).isTrue();
    assertThat(Messages.passedOn(SignaturePolicy.STRICT_SIGN, message)).isEqualTo(message);
  }

  @Test
  void strictSignWantsAuthorSequenceNumberAndSignature() {
    Message message = signer.sign("t", DATA);

    assertUnfit(SignaturePolicy.STRICT_SIGN, message, m -> m.clearFrom());
    assertUnfit(SignaturePolicy.STRICT_SIGN, message, m -> m.clearSeqno());
    assertUnfit(SignaturePolicy.STRICT_SIGN, message, m -> m.clearSignature());
    assertUnfit(SignaturePolicy.STRICT_SIGN, message, m -> m.clearTopic());
    assertUnfit(SignaturePolicy.STRICT_SIGN, message, m -> m.setSeqno(ByteString.fromHex("01")));
    assertUnfit(SignaturePolicy.STRICT_SIGN, message, m -> m.setFrom(ByteString.fromHex("01")));
    assertThat(Messages.fits(SignaturePolicy.STRICT_NO_SIGN, message, LARGE)).isFalse();
  }

  @Test
  void strictNoSignWantsNoneOfThem() {
    Message plain = Messages.unsigned("t", DATA);
    ByteString some = ByteString.copyFromUtf8("some");

    assertThat(Messages.fits(SignaturePolicy.STRICT_NO_SIGN, plain, LARGE)).isTrue();
    assertUnfit(SignaturePolicy.STRICT_NO_SIGN, plain, m -> m.setFrom(some));
    assertUnfit(SignaturePolicy.STRICT_NO_SIGN, plain, m -> m.setSeqno(some));
    assertUnfit(SignaturePolicy.STRICT_NO_SIGN, plain, m -> m.setSignature(some));
    assertUnfit(SignaturePolicy.STRICT_NO_SIGN, plain, m -> m.setKey(some));
    assertUnfit(SignaturePolicy.STRICT_NO_SIGN, plain, m -> m.setKey(ByteString.EMPTY));
    assertUnfit(SignaturePolicy.STRICT_NO_SIGN, plain, m -> m.clearData());
  }

  @Test
  void dataAndWhatIsAroundItAreBounded() {
    Message full = Messages.unsigned("t", ByteString.copyFrom(new byte[100]));
    Message padded =
        signer.sign("t", DATA).toBuilder()
            .setKey(ByteString.copyFrom(new byte[Messages.ENVELOPE_BYTES_MAX]))
            .build();

    assertThat(Messages.fits(SignaturePolicy.STRICT_NO_SIGN, full, 100)).isTrue();
    assertThat(Messages.fits(SignaturePolicy.STRICT_NO_SIGN, full, 99)).isFalse();
    assertThat(Messages.fits(SignaturePolicy.STRICT_SIGN, padded, LARGE)).isFalse();
  }

  @Test
  void anUnsignedMessageIsPassedOnWithoutFieldsThatNobodyAnswersFor() {
    Message plain = Messages.unsigned("t", DATA);
    Message padded = plain.toBuilder().setUnknownFields(foreign()).build();

    assertThat(Messages.passedOn(SignaturePolicy.STRICT_NO_SIGN, padded)).isEqualTo(plain);
  }

  private static void assertNotSigned(Message message, UnaryOperator<Message.Builder> change) {
    assertThat(Messages.isSigned(change.apply(message.toBuilder()).build())).isFalse();
  }

  private static void assertUnfit(
      SignaturePolicy policy, Message message, UnaryOperator<Message.Builder> change) {
    assertThat(Messages.fits(policy, change.apply(message.toBuilder()).build(), LARGE)).isFalse();
  }

  private static UnknownFieldSet foreign() {
    return UnknownFieldSet.newBuilder()
        .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
        .build();
  }

  static Identity identity(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return Identity.ofEd25519Seed(seed);
  }
}
