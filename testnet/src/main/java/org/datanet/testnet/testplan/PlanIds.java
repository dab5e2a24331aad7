package org.datanet.testnet.testplan;

import com.google.protobuf.ByteString;
import org.datanet.node.libp2p.gossipsub.MessageId;
import org.datanet.node.libp2p.gossipsub.MessageIds;
import org.datanet.node.libp2p.wire.PubsubWire.Message;

/** The plan's names of messages: their number, which is the first 8 bytes of their data. */
enum PlanIds implements MessageIds {
  NUMBER;

  private static final int BYTES = 8;

  @Override
  public MessageId of(Message message) {
    ByteString data = message.getData();
    return data.size() < BYTES ? MessageId.of(data) : new MessageId(data.substring(0, BYTES));
  }

  /** The plan's nodes do not lie, and IDONTWANT has to be seen at work. */
  @Override
  public boolean coverBytes() {
    return true;
  }

  /** As the plan prints it. */
  static String text(Message message) {
    ByteString data = message.getData();
    return data.size() < BYTES
        ? MessageId.of(data).toString()
        : Long.toUnsignedString(data.asReadOnlyByteBuffer().getLong());
  }
}
