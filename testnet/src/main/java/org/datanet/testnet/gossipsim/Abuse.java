package org.datanet.testnet.gossipsim;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.datanet.node.libp2p.gossipsub.MessageId;
import org.datanet.node.libp2p.gossipsub.Messages;
import org.datanet.node.libp2p.gossipsub.Verdict;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** What a hostile peer sends to each peer, once a second. */
public enum Abuse {
  /** Takes part in the mesh and passes nothing on. */
  SILENCE {
    @Override
    RPC rpc(String topic, List<Message> heard, SplittableRandom random) {
      return RPC.getDefaultInstance();
    }
  },

  /** Announces messages that do not exist, by the thousand. */
  IHAVE_SPAM {
    @Override
    RPC rpc(String topic, List<Message> heard, SplittableRandom random) {
      ControlMessage.Builder control = ControlMessage.newBuilder();
      for (int entry = 0; entry < 20; entry++) {
        var ihave = control.addIhaveBuilder().setTopicID(topic);
        for (int i = 0; i < 100; i++) {
          ihave.addMessageIDs(noise(random));
        }
      }
      return RPC.newBuilder().setControl(control).build();
    }
  },

  /** Asks for all that it has heard, again and again. */
  IWANT_SPAM {
    @Override
    RPC rpc(String topic, List<Message> heard, SplittableRandom random) {
      ControlMessage.Builder control = ControlMessage.newBuilder();
      for (int round = 0; round < 50; round++) {
        var iwant = control.addIwantBuilder();
        heard.forEach(message -> iwant.addMessageIDs(MessageId.of(message.getData()).bytes()));
      }
      return RPC.newBuilder().setControl(control).build();
    }
  },

  /** Grafts, whatever it is told. */
  GRAFT_SPAM {
    @Override
    RPC rpc(String topic, List<Message> heard, SplittableRandom random) {
      ControlMessage.Builder control = ControlMessage.newBuilder();
      control.addPruneBuilder().setTopicID(topic).setBackoff(60);
      control.addGraftBuilder().setTopicID(topic);
      return RPC.newBuilder().setControl(control).build();
    }
  },

  /** Prunes by the thousand, for topics of any name. */
  PRUNE_STORM {
    @Override
    RPC rpc(String topic, List<Message> heard, SplittableRandom random) {
      ControlMessage.Builder control = ControlMessage.newBuilder();
      for (int i = 0; i < 2_000; i++) {
        control.addPruneBuilder().setTopicID(i % 2 == 0 ? topic : "topic " + i).setBackoff(3_600);
      }
      return RPC.newBuilder().setControl(control).build();
    }
  },

  /** Says of everything that it does not want it. */
  IDONTWANT_SPAM {
    @Override
    RPC rpc(String topic, List<Message> heard, SplittableRandom random) {
      ControlMessage.Builder control = ControlMessage.newBuilder();
      for (int entry = 0; entry < 20; entry++) {
        var dontWant = control.addIdontwantBuilder();
        for (int i = 0; i < 500; i++) {
          dontWant.addMessageIDs(noise(random));
        }
      }
      return RPC.newBuilder().setControl(control).build();
    }
  },

  /** Sends messages that are provably wrong. */
  INVALID_MESSAGES {
    @Override
    RPC rpc(String topic, List<Message> heard, SplittableRandom random) {
      return RPC.newBuilder()
          .addPublish(
              Messages.unsigned(topic, SimMessage.of(Verdict.REJECT, random.nextLong(), 256)))
          .build();
    }
  },

  /** Sends messages that were fine once. */
  STALE_MESSAGES {
    @Override
    RPC rpc(String topic, List<Message> heard, SplittableRandom random) {
      RPC.Builder rpc = RPC.newBuilder();
      for (int i = 0; i < 10; i++) {
        rpc.addPublish(
            Messages.unsigned(topic, SimMessage.of(Verdict.IGNORE, random.nextLong(), 256)));
      }
      return rpc.build();
    }
  },

  /** Sends again what it has heard. */
  REPLAYS {
    @Override
    RPC rpc(String topic, List<Message> heard, SplittableRandom random) {
      return RPC.newBuilder().addAllPublish(heard).build();
    }
  },

  /** Forges: the next message of an author that it has heard, or an author where none may be. */
  FORGERIES {
    @Override
    RPC rpc(String topic, List<Message> heard, SplittableRandom random) {
      RPC.Builder rpc = RPC.newBuilder();
      heard.forEach(message -> rpc.addPublish(forged(message, random)));
      return rpc.build();
    }
  };

  /** For people, such as {@code ihave spam}. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * @param heard messages that were sent to it, the latest last
   */
  abstract RPC rpc(String topic, List<Message> heard, SplittableRandom random);

  private static Message forged(Message message, SplittableRandom random) {
    Message.Builder forged =
        message.toBuilder().setData(SimMessage.of(Verdict.REJECT, random.nextLong(), 64));
    return message.hasSeqno()
        ? forged.setSeqno(next(message.getSeqno())).build()
        : forged.setFrom(noise(random)).setSignature(noise(random)).build();
  }

  /** The same author's next number: its message is still to come. */
  private static ByteString next(ByteString seqno) {
    long number = seqno.asReadOnlyByteBuffer().getLong();
    return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(0, number + 1).array());
  }

  private static ByteString noise(SplittableRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}
