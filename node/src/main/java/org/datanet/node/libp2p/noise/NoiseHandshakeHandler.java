package org.datanet.node.libp2p.noise;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Runs the handshake on a channel, then puts a {@link NoiseTransportHandler} in its place and
 * reports the peer. A violation goes down the pipeline as a {@link NoiseException}.
 */
public final class NoiseHandshakeHandler extends ByteToMessageDecoder {

  /** The protocol's name in multistream-select. */
  public static final String PROTOCOL = "/noise";

  /** Payloads with an RSA key of 8192 bits take about 2 KiB; the rest is room for extensions. */
  static final int MESSAGE_BYTES_MAX = 8 * 1024;

  private static final byte[] NO_PROLOGUE = {};
  private static final byte[] NO_PAYLOAD = {};

  private final CryptoSuite suite;
  private final Identity identity;
  private final Optional<PeerId> expectedPeer;
  private final HandshakeXX handshake;
  private final byte[] staticKey;
  private final BiConsumer<ChannelHandlerContext, PeerId> onSecured;
  private @Nullable PeerId remotePeer;
  private boolean broken;

  /**
   * @param expectedPeer who must be at the far end; another identity ends the connection
   * @param onSecured runs on the event loop, with the transport handler in place and this one not
   *     yet removed
   */
  public NoiseHandshakeHandler(
      CryptoSuite suite,
      Identity identity,
      boolean initiator,
      Optional<PeerId> expectedPeer,
      BiConsumer<ChannelHandlerContext, PeerId> onSecured) {
    this.suite = suite;
    this.identity = identity;
    this.expectedPeer = expectedPeer;
    this.onSecured = onSecured;
    CryptoSuite.X25519KeyPair staticKeys = suite.generateX25519();
    this.staticKey = staticKeys.publicKey();
    this.handshake =
        new HandshakeXX(suite, initiator, NO_PROLOGUE, staticKeys, suite.generateX25519());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws NoiseException {
    if (handshake.isMyTurn()) {
      send(ctx, NO_PAYLOAD);
    }
  }

  /** After a violation nothing more is read: a later frame could still be in order. */
  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws NoiseException {
    boolean intact = false;
    try {
      if (!broken) {
        decodeOne(ctx, in);
        intact = true;
      }
    } finally {
      if (!intact) {
        broken = true;
        in.skipBytes(in.readableBytes());
      }
    }
  }

  private void decodeOne(ChannelHandlerContext ctx, ByteBuf in) throws NoiseException {
    if (in.readableBytes() < Short.BYTES) {
      return;
    }
    int messageBytes = in.getUnsignedShort(in.readerIndex());
    if (messageBytes > MESSAGE_BYTES_MAX) {
      throw new NoiseException("a handshake message of " + messageBytes + " bytes");
    }
    if (in.readableBytes() < Short.BYTES + messageBytes) {
      return;
    }
    in.skipBytes(Short.BYTES);
    byte[] message = new byte[messageBytes];
    in.readBytes(message);
    onMessage(ctx, handshake.read(message));
  }

  private void onMessage(ChannelHandlerContext ctx, byte[] payload) throws NoiseException {
    boolean carriesIdentity = handshake.messagesDone() > 1; // the first message has no static key
    if (carriesIdentity) {
      PeerId peer = HandshakePayload.verify(suite, payload, handshake.remoteStaticKey());
      checkExpected(peer);
      remotePeer = peer;
    }
    if (handshake.isMyTurn()) {
      send(ctx, HandshakePayload.encode(identity, staticKey));
    }
    if (handshake.isFinished() && remotePeer != null) {
      HandshakeXX.Result result = handshake.finish();
      ctx.pipeline()
          .addAfter(
              ctx.name(), null, new NoiseTransportHandler(result.sending(), result.receiving()));
      onSecured.accept(ctx, remotePeer);
      ctx.pipeline().remove(this);
    }
  }

  private void checkExpected(PeerId peer) throws NoiseException {
    if (expectedPeer.isPresent() && !expectedPeer.get().equals(peer)) {
      throw new NoiseException("expected peer " + expectedPeer.get() + " but found " + peer);
    }
    if (peer.equals(identity.peerId())) {
      throw new NoiseException("this is our own address");
    }
  }

  private void send(ChannelHandlerContext ctx, byte[] payload) throws NoiseException {
    byte[] message = handshake.write(payload);
    ByteBuf frame = ctx.alloc().buffer(Short.BYTES + message.length);
    frame.writeShort(message.length).writeBytes(message);
    ctx.writeAndFlush(frame, ctx.voidPromise());
  }
}
