package org.datanet.node.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.NoiseExtensions;
import org.datanet.node.libp2p.wire.NoiseHandshakePayload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The libp2p payload and the framing, on embedded channels. */
class NoiseHandlersTest {

  private static final CryptoSuite SUITE = CryptoSuite.platform();

  private final Identity alice = identity(1);
  private final Identity bob = identity(2);
  private final List<PeerId> seen = new ArrayList<>();
  private final EmbeddedChannel dialler = channel(alice, true);
  private final EmbeddedChannel listener = channel(bob, false);

  private static Identity identity(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return Identity.ofEd25519Seed(seed);
  }

  private EmbeddedChannel channel(Identity identity, boolean initiator) {
    return new EmbeddedChannel(
        new NoiseHandshakeHandler(
            SUITE, identity, initiator, Optional.empty(), (ctx, peer) -> seen.add(peer)));
  }

  @AfterEach
  void close() {
    dialler.finishAndReleaseAll();
    listener.finishAndReleaseAll();
  }

  private static void move(EmbeddedChannel from, EmbeddedChannel to) {
    for (ByteBuf sent = from.readOutbound(); sent != null; sent = from.readOutbound()) {
      to.writeInbound(sent);
    }
  }

  private void shakeHands() {
    move(dialler, listener);
    move(listener, dialler);
    move(dialler, listener);
  }

  @Test
  void bothSidesLearnWhoTheOtherIs() {
    shakeHands();

    assertThat(seen).containsExactly(bob.peerId(), alice.peerId());
  }

  @Test
  void longDataIsCutIntoFramesAndSmallWritesShareOne() {
    shakeHands();
    int bytes = 3 * NoiseTransportHandler.PLAINTEXT_BYTES_MAX + 5;

    dialler.write(Unpooled.wrappedBuffer(new byte[] {7}));
    dialler.write(Unpooled.wrappedBuffer(new byte[bytes - 1]));
    dialler.flush();

    assertThat(dialler.outboundMessages()).hasSize(4);
    move(dialler, listener);
    int received = 0;
    for (ByteBuf part = listener.readInbound(); part != null; part = listener.readInbound()) {
      received += part.readableBytes();
      part.release();
    }
    assertThat(received).isEqualTo(bytes);
  }

  @Test
  void aFlippedBitEndsTheChannel() {
    shakeHands();
    dialler.writeOutbound(Unpooled.wrappedBuffer(new byte[10]));
    ByteBuf frame = dialler.readOutbound();
    frame.setByte(5, frame.getByte(5) ^ 1);

    assertThatThrownBy(() -> listener.writeInbound(frame))
        .isInstanceOf(DecoderException.class)
        .hasCauseInstanceOf(NoiseException.class);
  }

  @Test
  void nothingIsReadAfterAFrameThatWasTamperedWith() {
    shakeHands();
    dialler.writeOutbound(Unpooled.wrappedBuffer(new byte[10]));
    dialler.writeOutbound(Unpooled.wrappedBuffer(new byte[10]));
    ByteBuf tampered = dialler.readOutbound();
    tampered.setByte(5, tampered.getByte(5) ^ 1);
    ByteBuf inOrder = dialler.readOutbound();
    ByteBuf both = Unpooled.wrappedBuffer(tampered, inOrder);

    assertThatThrownBy(() -> listener.writeInbound(both)).isInstanceOf(DecoderException.class);

    assertThat(listener.finish()).isFalse();
    assertThat(listener.inboundMessages()).isEmpty();
  }

  @Test
  void aFrameShorterThanItsTagEndsTheChannel() {
    shakeHands();

    assertThatThrownBy(
            () -> listener.writeInbound(Unpooled.wrappedBuffer(new byte[] {0, 15, 1, 2, 3})))
        .hasCauseInstanceOf(NoiseException.class);
  }

  @Test
  void anOversizedHandshakeMessageIsRefusedByItsLength() {
    ByteBuf length = Unpooled.buffer().writeShort(NoiseHandshakeHandler.MESSAGE_BYTES_MAX + 1);

    assertThatThrownBy(() -> listener.writeInbound(length))
        .hasCauseInstanceOf(NoiseException.class)
        .hasMessageContaining("8193 bytes");
  }

  @Test
  void aSignatureOverAnotherKeyIsRefused() {
    byte[] payload = HandshakePayload.encode(alice, new byte[32]);
    byte[] other = new byte[32];
    other[0] = 1;

    assertThatThrownBy(() -> HandshakePayload.verify(SUITE, payload, other))
        .isInstanceOf(NoiseException.class)
        .hasMessageContaining("wrong signature");
  }

  @Test
  void anotherIdentityThanTheSignersIsRefused() throws Exception {
    NoiseHandshakePayload stolen =
        NoiseHandshakePayload.parseFrom(HandshakePayload.encode(alice, new byte[32])).toBuilder()
            .setIdentityKey(ByteString.copyFrom(bob.publicKey().encode()))
            .build();

    assertThatThrownBy(() -> HandshakePayload.verify(SUITE, stolen.toByteArray(), new byte[32]))
        .hasMessageContaining("wrong signature");
  }

  @Test
  void extensionsAreAllowedAndGarbageIsNot() throws Exception {
    byte[] extended =
        NoiseHandshakePayload.parseFrom(HandshakePayload.encode(alice, new byte[32])).toBuilder()
            .setExtensions(NoiseExtensions.newBuilder().addStreamMuxers("/yamux/1.0.0"))
            .build()
            .toByteArray();

    assertThat(HandshakePayload.verify(SUITE, extended, new byte[32])).isEqualTo(alice.peerId());
    assertThatThrownBy(() -> HandshakePayload.verify(SUITE, new byte[] {1, 2}, new byte[32]))
        .isInstanceOf(NoiseException.class);
    assertThatThrownBy(() -> HandshakePayload.verify(SUITE, new byte[0], new byte[32]))
        .hasMessageContaining("identity key");
  }
}
