package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.PublicKey;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;

/** Messages as the {@link SignaturePolicy} of their topic wants them; pubsub "Message Signing". */
public final class Messages {

  static final int SEQNO_BYTES = 8;

  /** All of a message but its data; an RSA key of 4096 bits, and its signature, take 1,100. */
  static final int ENVELOPE_BYTES_MAX = 4 << 10;

  private static final ByteString SIGNED_PREFIX =
      ByteString.copyFrom("libp2p-pubsub:", StandardCharsets.UTF_8);

  private Messages() {}

  /** A message under STRICT_NO_SIGN. */
  public static Message unsigned(String topic, ByteString data) {
    return Message.newBuilder().setTopic(topic).setData(data).build();
  }

  /** Whether the message has the fields that the policy wants, and of no more than their size. */
  static boolean fits(SignaturePolicy policy, Message message, int dataBytesMax) {
    return message.getData().size() <= dataBytesMax
        && message.getSerializedSize() - message.getData().size() <= ENVELOPE_BYTES_MAX
        && hasFields(policy, message);
  }

  private static boolean hasFields(SignaturePolicy policy, Message message) {
    return switch (policy) {
      case STRICT_NO_SIGN ->
          message.hasTopic()
              && message.hasData()
              && !message.hasFrom()
              && !message.hasSeqno()
              && !message.hasSignature()
              && !message.hasKey();
      case STRICT_SIGN ->
          message.hasTopic()
              && message.hasSignature()
              && message.getSeqno().size() == SEQNO_BYTES
              && author(message).isPresent();
    };
  }

  /**
   * The message as it is passed on. What is not signed is freed of fields that we do not know:
   * nobody answers for them.
   */
  static Message passedOn(SignaturePolicy policy, Message message) {
    boolean foreign = !message.getUnknownFields().asMap().isEmpty();
    return policy == SignaturePolicy.STRICT_NO_SIGN && foreign
        ? unsigned(message.getTopic(), message.getData())
        : message;
  }

  /** The peer that the message names as its author. */
  static Optional<PeerId> author(Message message) {
    return message.hasFrom() ? PeerId.decode(message.getFrom().toByteArray()) : Optional.empty();
  }

  /**
   * Whether the signature is the author's. The key comes with the message, or is inlined in the
   * author's id; where it comes, it must be that id's.
   */
  public static boolean isSigned(Message message) {
    Optional<PeerId> author = author(message);
    Optional<PublicKey> key =
        message.hasKey()
            ? PublicKey.decode(message.getKey().toByteArray())
            : author.flatMap(PeerId::inlinePublicKey).flatMap(PublicKey::decode);
    return author.isPresent()
        && key.isPresent()
        && key.get().peerId().equals(author.get())
        && key.get()
            .verifies(
                CryptoSuite.platform(),
                signedBytes(message).toByteArray(),
                message.getSignature().toByteArray());
  }

  /**
   * What is signed: the message without signature and key. The specification leaves out only the
   * signature, but every implementation leaves out both. Fields that we do not know stay in.
   */
  static ByteString signedBytes(Message message) {
    return SIGNED_PREFIX.concat(
        message.toBuilder().clearSignature().clearKey().build().toByteString());
  }
}
