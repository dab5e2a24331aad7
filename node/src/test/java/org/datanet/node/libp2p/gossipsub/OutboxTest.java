package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.streams.FrameDecoder;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private final Outbox outbox = new Outbox();
  private final RouterScript script = new RouterScript();

  @Test
  void controlAndGossipRideInTheFrameOfAMessage() {
    outbox.offer(script.rpc("ihave t a"));
    outbox.offer(script.rpc("msg t hello"));
    outbox.offer(script.rpc("graft t"));

    assertThat(frames()).containsExactly(script.rpc("msg t hello; graft t; ihave t a"));
  }

  @Test
  void largeMessagesHaveFramesOfTheirOwn() {
    outbox.offer(message(600_000));
    outbox.offer(message(600_001));

    assertThat(frames()).containsExactly(message(600_000), message(600_001));
  }

  @Test
  void whatAPeerNeedNotSendIsToldBeforeAllElse() {
    outbox.offer(message(600_000));
    outbox.offer(script.rpc("idontwant a"));
    outbox.offer(script.rpc("idontwant b"));

    assertThat(frames()).containsExactly(script.rpc("idontwant a; idontwant b"), message(600_000));
  }

  @Test
  void dropsGossipFirstThenMessagesAndKeepsControl() {
    RPC gossip = script.rpc("ihave t a");
    outbox.offer(gossip);
    RPC large = message(1 << 20);
    int fitting = Outbox.BYTES_MAX / large.getSerializedSize();
    for (int i = 0; i < fitting; i++) {
      outbox.offer(large);
    }

    RPC withControl = large.toBuilder().mergeFrom(script.rpc("prune t 60")).build();
    boolean room = outbox.offer(withControl) && outbox.offer(gossip);

    assertThat(room).isTrue();
    assertThat(outbox.dropped()).isEqualTo(3);
    List<RPC> sent = frames();
    assertThat(sent).hasSize(fitting + 1).endsWith(script.rpc("prune t 60"));
    assertThat(outbox.queuedBytes()).isZero();
  }

  @Test
  void saysWhenAPeerLeavesEvenControlUnread() {
    RPC control = script.rpc("graft t");
    for (int i = 0; i < Outbox.RPCS_MAX; i++) {
      assertThat(outbox.offer(control)).isTrue();
    }

    assertThat(outbox.offer(control)).isFalse();
  }

  private List<RPC> frames() {
    List<RPC> rpcs = new ArrayList<>();
    FrameDecoder decoder = new FrameDecoder(2 << 20);
    for (Optional<ByteBuf> frame = outbox.nextFrame();
        frame.isPresent();
        frame = outbox.nextFrame()) {
      ByteBuf bytes = frame.get();
      decoder.feed(bytes, body -> RpcDecoder.decode(body).ifPresent(rpcs::add));
      bytes.release();
    }
    return rpcs;
  }

  private static RPC message(int bytes) {
    return RPC.newBuilder()
        .addPublish(
            Message.newBuilder().setTopic("t").setData(ByteString.copyFrom(new byte[bytes])))
        .build();
  }
}
