package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.wire.PubsubWire.Message;

/**
 * Writes messages under STRICT_SIGN as one author. Sequence numbers only grow: there are peers that
 * drop a message whose number is not above the last one. Not safe for use by several threads.
 */
public final class MessageSigner {

  private final Identity identity;
  private final ByteString from;
  private long lastSeqno;

  /**
   * @param seqnoStart above every number that this author has used before; nanoseconds since 1970
   *     are, also after a restart
   */
  public MessageSigner(Identity identity, long seqnoStart) {
    this.identity = identity;
    this.from = ByteString.copyFrom(identity.peerId().bytes());
    this.lastSeqno = seqnoStart;
  }

  /** The next message. Its key goes with it only where the author's id does not carry it. */
  public Message sign(String topic, ByteString data) {
    lastSeqno++;
    Message.Builder message =
        Message.newBuilder().setFrom(from).setData(data).setSeqno(seqno(lastSeqno)).setTopic(topic);
    byte[] signature = identity.sign(Messages.signedBytes(message.build()).toByteArray());
    message.setSignature(ByteString.copyFrom(signature));
    if (identity.peerId().inlinePublicKey().isEmpty()) {
      message.setKey(ByteString.copyFrom(identity.publicKey().encode()));
    }
    return message.build();
  }

  private static ByteString seqno(long number) {
    byte[] bytes = new byte[Messages.SEQNO_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (number >>> (8 * (bytes.length - 1 - i)));
    }
    return ByteString.copyFrom(bytes);
  }
}
