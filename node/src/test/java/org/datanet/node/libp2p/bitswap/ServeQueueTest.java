package org.datanet.node.libp2p.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.datanet.node.libp2p.wire.BitswapWire.Message;
import org.datanet.node.libp2p.wire.BitswapWire.Message.BlockPresenceType;
import org.datanet.node.libp2p.wire.BitswapWire.Message.Wantlist;
import org.junit.jupiter.api.Test;

class ServeQueueTest {

  private final Map<ByteString, byte[]> blocks = new HashMap<>();
  private final ServeQueue queue =
      new ServeQueue(
          new BlockSource() {
            @Override
            public Optional<byte[]> block(byte[] cid) throws IOException {
              if (blocks.containsKey(ByteString.EMPTY)) {
                throw new IOException("the disk is gone");
              }
              return Optional.ofNullable(blocks.get(ByteString.copyFrom(cid)));
            }

            @Override
            public boolean has(byte[] cid) {
              return blocks.containsKey(ByteString.copyFrom(cid));
            }
          });

  @Test
  void answersEachKindOfWant() {
    hold("x", "x".getBytes(StandardCharsets.UTF_8));

    queue.onWantlist(wantlist(want("x", Wantlist.WantType.BLOCK)));
    Message block = answer();
    queue.onWantlist(
        wantlist(want("x", Wantlist.WantType.HAVE), want("y", Wantlist.WantType.HAVE)));
    Message have = answer();
    queue.onWantlist(wantlist(want("y", Wantlist.WantType.BLOCK)));
    Message lack = answer();

    assertThat(block.getPayload(0).getData().toStringUtf8()).isEqualTo("x");
    assertThat(BlockCid.of(block.getPayload(0).getPrefix(), block.getPayload(0).getData()))
        .contains(WantManagerTest.cid("x"));
    assertThat(have.getBlockPresences(0).getType()).isEqualTo(BlockPresenceType.HAVE);
    assertThat(have.getBlockPresences(1).getType()).isEqualTo(BlockPresenceType.DONT_HAVE);
    assertThat(lack.getBlockPresences(0).getType()).isEqualTo(BlockPresenceType.DONT_HAVE);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void saysNothingOfALackingBlockWhereNobodyAskedToHear() {
    queue.onWantlist(
        wantlist(want("y", Wantlist.WantType.BLOCK).toBuilder().setSendDontHave(false).build()));

    assertThat(answer().getSerializedSize()).isZero();
  }

  @Test
  void aCancelledWantIsNotAnswered() {
    hold("x", new byte[] {1});
    queue.onWantlist(wantlist(want("x", Wantlist.WantType.BLOCK)));

    queue.onWantlist(
        wantlist(want("x", Wantlist.WantType.BLOCK).toBuilder().setCancel(true).build()));

    assertThat(answer().getPayloadCount()).isZero();
  }

  @Test
  void aMessageCarriesOneLargeBlockOrManySmallOnes() {
    for (int i = 0; i < 3; i++) {
      hold("large" + i, new byte[(1 << 20) - i]);
      queue.onWantlist(wantlist(want("large" + i, Wantlist.WantType.BLOCK)));
    }
    for (int i = 0; i < 500; i++) {
      hold("small" + i, new byte[100]);
      queue.onWantlist(wantlist(want("small" + i, Wantlist.WantType.BLOCK)));
    }

    assertThat(answer().getPayloadCount()).isEqualTo(1);
    assertThat(answer().getPayloadCount()).isEqualTo(1);
    assertThat(answer().getPayloadCount()).isEqualTo(1);
    assertThat(answer().getPayloadCount()).isEqualTo(500);
    assertThat(queue.counts().blocksSent()).isEqualTo(503);
  }

  @Test
  void refusesWantsOverTheBoundAndCidsItCannotCheck() {
    for (int i = 0; i < ServeQueue.WANTS_MAX + 5; i++) {
      queue.onWantlist(wantlist(want("w" + i, Wantlist.WantType.BLOCK)));
    }
    queue.onWantlist(
        wantlist(Wantlist.Entry.newBuilder().setBlock(ByteString.copyFromUtf8("no cid")).build()));

    assertThat(queue.counts().refused()).isEqualTo(6);
  }

  @Test
  void aBlockThatTheDiskDoesNotGiveIsOneWeLack() {
    hold("x", new byte[] {1});
    blocks.put(ByteString.EMPTY, new byte[0]);

    queue.onWantlist(wantlist(want("x", Wantlist.WantType.BLOCK)));

    assertThat(answer().getBlockPresences(0).getType()).isEqualTo(BlockPresenceType.DONT_HAVE);
  }

  private void hold(String name, byte[] data) {
    blocks.put(WantManagerTest.cid(name).bytes(), data);
  }

  private Message answer() {
    Message.Builder message = Message.newBuilder();
    queue.answerInto(message);
    return message.build();
  }

  private static Wantlist wantlist(Wantlist.Entry... entries) {
    return Wantlist.newBuilder().addAllEntries(java.util.List.of(entries)).build();
  }

  private static Wantlist.Entry want(String name, Wantlist.WantType type) {
    return Wantlist.Entry.newBuilder()
        .setBlock(WantManagerTest.cid(name).bytes())
        .setWantType(type)
        .setSendDontHave(true)
        .build();
  }
}
