package org.datanet.node.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.crypto.CryptoSuite;

/**
 * Input: commands of two bytes. Below 0x80, a frame in order whose plaintext has as many bytes as
 * the second says; above, so many raw bytes of the input. Plaintext comes out of frames in order
 * alone, and none after the first that is not.
 */
public final class NoiseTransportTarget implements FuzzTarget {

  private static final CryptoSuite SUITE = CryptoSuite.platform();
  private static final byte[] KEY = new byte[CryptoSuite.KEY_BYTES];

  @Override
  public String name() {
    return "noise-frames";
  }

  @Override
  public void accept(byte[] input) throws NoiseException {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(allocator);
    channel
        .pipeline()
        .addLast(
            new NoiseTransportHandler(new CipherState(SUITE, KEY), new CipherState(SUITE, KEY)));
    CipherState remote = new CipherState(SUITE, KEY);
    ByteBuf commands = Unpooled.wrappedBuffer(input);
    boolean intact = true;
    int plaintextBytes = 0;
    while (commands.readableBytes() >= 2) {
      boolean inOrder = commands.readByte() >= 0;
      int bytes = commands.readUnsignedByte();
      if (inOrder) {
        deliver(channel, frame(remote, new byte[bytes]));
        plaintextBytes += intact ? bytes : 0;
      } else {
        ByteBuf raw = commands.readBytes(Math.min(bytes, commands.readableBytes()));
        intact &= !raw.isReadable();
        deliver(channel, raw);
      }
    }
    assertThat(received(channel)).isEqualTo(plaintextBytes);
    close(channel);
    assertThat(allocator.metric().usedHeapMemory()).isZero();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  private static ByteBuf frame(CipherState remote, byte[] plaintext) throws NoiseException {
    byte[] sealed = remote.encrypt(new byte[0], plaintext);
    return Unpooled.buffer().writeShort(sealed.length).writeBytes(sealed);
  }

  private static void deliver(EmbeddedChannel channel, ByteBuf bytes) {
    try {
      channel.writeInbound(bytes);
    } catch (DecoderException refused) {
      assertThat(refused).hasCauseInstanceOf(NoiseException.class);
    }
  }

  private static int received(EmbeddedChannel channel) {
    int bytes = 0;
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      bytes += part.readableBytes();
      part.release();
    }
    return bytes;
  }

  private static void close(EmbeddedChannel channel) {
    try {
      channel.finishAndReleaseAll();
    } catch (DecoderException refused) {
      assertThat(refused).hasCauseInstanceOf(NoiseException.class);
    }
  }

  /** A command of two bytes brings a frame of 273, and its cipher. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (1 << 20) + 8192L * inputBytes;
  }
}
