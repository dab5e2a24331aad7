package org.datanet.node.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.Optional;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.Identity;

/**
 * Input: the side and the size of the parts that the rest comes in. Without the other's key no
 * bytes finish a handshake; they wait, or end it with its own exception, and nothing is held.
 */
public final class HandshakeTarget implements FuzzTarget {

  private static final CryptoSuite SUITE = CryptoSuite.platform();
  private static final Identity SELF = Identity.ofEd25519Seed(new byte[CryptoSuite.KEY_BYTES]);

  @Override
  public String name() {
    return "noise-handshake";
  }

  @Override
  public void accept(byte[] input) {
    if (input.length < 2) {
      return;
    }
    boolean initiator = (input[0] & 1) == 0;
    int partBytes = 1 + (input[1] & 0xff);
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(allocator);
    boolean[] secured = {false};
    try {
      channel
          .pipeline()
          .addLast(
              new NoiseHandshakeHandler(
                  SUITE, SELF, initiator, Optional.empty(), (ctx, peer) -> secured[0] = true));
      for (int from = 2; from < input.length; from += partBytes) {
        int bytes = Math.min(partBytes, input.length - from);
        channel.writeInbound(Unpooled.copiedBuffer(input, from, bytes));
      }
    } catch (DecoderException refused) {
      assertThat(refused).hasCauseInstanceOf(NoiseException.class);
    } finally {
      close(channel);
    }
    assertThat(secured[0]).isFalse();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  private static void close(EmbeddedChannel channel) {
    try {
      channel.finishAndReleaseAll();
    } catch (DecoderException again) {
      assertThat(again).hasCauseInstanceOf(NoiseException.class);
    }
  }

  /** Two key pairs and a channel. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (1 << 20) + 1024L * inputBytes;
  }
}
