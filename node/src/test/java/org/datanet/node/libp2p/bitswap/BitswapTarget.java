package org.datanet.node.libp2p.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.wire.BitswapWire.Message;

/**
 * A message of a peer leaves a bounded number of wants, and what answers it is one too. A block's
 * CID is that of its prefix and data.
 */
public final class BitswapTarget implements FuzzTarget {

  private static final byte[] BLOCK = {1, 2, 3};

  /** Holds every other block. */
  private static final BlockSource SOURCE =
      new BlockSource() {
        @Override
        public Optional<byte[]> block(byte[] cid) {
          return has(cid) ? Optional.of(BLOCK) : Optional.empty();
        }

        @Override
        public boolean has(byte[] cid) {
          return (cid[cid.length - 1] & 1) == 0;
        }
      };

  @Override
  public String name() {
    return "bitswap";
  }

  @Override
  public void accept(byte[] input) {
    Bitswap.parse(input).ifPresent(BitswapTarget::assertHolds);
    BlockCid.decode(ByteString.copyFrom(input))
        .ifPresent(cid -> assertThat(BlockCid.decode(cid.bytes())).contains(cid));
  }

  private static void assertHolds(Message message) {
    for (Message.Block block : message.getPayloadList()) {
      BlockCid.of(block.getPrefix(), block.getData())
          .ifPresent(
              cid -> {
                assertThat(BlockCid.decode(cid.bytes())).contains(cid);
                assertThat(BlockCid.of(cid.prefix(), block.getData())).contains(cid);
              });
    }
    ServeQueue queue = new ServeQueue(SOURCE);
    queue.onWantlist(message.getWantlist());
    int wanted = message.getWantlist().getEntriesCount();
    int answered = 0;
    for (int i = 0; i <= wanted && !queue.isEmpty(); i++) {
      Message.Builder answer = Message.newBuilder();
      queue.answerInto(answer);
      answered += answer.getPayloadCount() + answer.getBlockPresencesCount();
      assertThat(Bitswap.parse(answer.build().toByteArray())).isPresent();
    }
    assertThat(queue.isEmpty()).isTrue();
    assertThat(answered).isLessThanOrEqualTo(Math.min(wanted, ServeQueue.WANTS_MAX));
  }

  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (64 << 10) + 512L * inputBytes;
  }
}
