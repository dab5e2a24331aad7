package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;

/** How a topic's messages are named; all its peers must agree. pubsub "Message Identification". */
public interface MessageIds {

  /** SHA-256 of the data: nobody can make another message of the same id. */
  MessageIds HASH_OF_DATA =
      new MessageIds() {
        @Override
        public MessageId of(Message message) {
          return MessageId.of(message.getData());
        }

        @Override
        public boolean coverBytes() {
          return true;
        }
      };

  /** Author and sequence number, the usual choice for signed messages. */
  MessageIds AUTHOR_AND_SEQNO =
      new MessageIds() {
        @Override
        public MessageId of(Message message) {
          ByteString id = message.getFrom().concat(message.getSeqno());
          return new MessageId(id);
        }

        @Override
        public boolean coverBytes() {
          return false;
        }
      };

  /**
   * The author's public key and the sequence number: js-libp2p's choice for signed messages, where
   * go-libp2p has {@link #AUTHOR_AND_SEQNO}.
   */
  MessageIds KEY_AND_SEQNO =
      new MessageIds() {
        @Override
        public MessageId of(Message message) {
          ByteString key =
              Messages.author(message)
                  .flatMap(PeerId::inlinePublicKey)
                  .map(ByteString::copyFrom)
                  .orElse(message.getKey());
          return new MessageId(key.concat(message.getSeqno()));
        }

        @Override
        public boolean coverBytes() {
          return false;
        }
      };

  /** The id of a message that fits its topic's {@link SignaturePolicy}. */
  MessageId of(Message message);

  /**
   * True where two different messages never share an id. Otherwise anybody can send garbage under
   * the id of a message that others wait for, and the router has to keep them apart.
   */
  boolean coverBytes();
}
