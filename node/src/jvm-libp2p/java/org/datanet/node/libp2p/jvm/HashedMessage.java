package org.datanet.node.libp2p.jvm;

import com.google.protobuf.ByteString;
import io.libp2p.etc.types.WBytes;
import io.libp2p.pubsub.AbstractPubsubMessage;
import java.util.Optional;
import org.datanet.node.libp2p.gossipsub.MessageId;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;
import pubsub.pb.Rpc.Message;

/** A message without author or signature, named by the hash of its data. */
final class HashedMessage extends AbstractPubsubMessage {

  private final Message message;
  private final WBytes id;
  private @Nullable PeerId from;

  HashedMessage(Message message) {
    this.message = message;
    this.id = new WBytes(MessageId.of(message.getData()).bytes().toByteArray());
  }

  static HashedMessage of(String topic, ByteString data) {
    return new HashedMessage(Message.newBuilder().addTopicIDs(topic).setData(data).build());
  }

  /** What is wrong with it by the rules of unsigned topics. */
  Optional<String> breach(int dataBytesMax) {
    if (message.hasFrom() || message.hasSeqno() || message.hasSignature() || message.hasKey()) {
      return Optional.of("an author, a number or a signature");
    }
    if (message.getTopicIDsCount() != 1) {
      return Optional.of(message.getTopicIDsCount() + " topics");
    }
    return message.getData().size() > dataBytesMax ? Optional.of("too large") : Optional.empty();
  }

  String topic() {
    return message.getTopicIDs(0);
  }

  byte[] data() {
    return message.getData().toByteArray();
  }

  /** Who sent it to us; the router's thread notes it before it asks for a verdict. */
  void cameFrom(PeerId peer) {
    from = peer;
  }

  PeerId from() {
    if (from == null) {
      throw new IllegalStateException("not from a peer");
    }
    return from;
  }

  @Override
  public Message getProtobufMessage() {
    return message;
  }

  @Override
  public WBytes getMessageId() {
    return id;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HashedMessage that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
