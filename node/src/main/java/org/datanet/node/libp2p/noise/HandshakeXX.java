package org.datanet.node.libp2p.noise;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.CryptoSuite.X25519KeyPair;
import org.jspecify.annotations.Nullable;

/**
 * The XX handshake (Noise §7.5), without IO:
 *
 * <pre>
 *   -&gt; e
 *   &lt;- e, ee, s, es
 *   -&gt; s, se
 * </pre>
 *
 * Call {@link #write} and {@link #read} in turns, the initiator writing first, until {@link
 * #isFinished}.
 */
final class HandshakeXX {

  /** What both sides have after the third message. */
  record Result(
      CipherState sending, CipherState receiving, byte[] remoteStaticKey, byte[] handshakeHash) {}

  private static final int KEY_BYTES = CryptoSuite.KEY_BYTES;
  private static final int MESSAGES = 3;

  private final CryptoSuite suite;
  private final SymmetricState state;
  private final boolean initiator;
  private final X25519KeyPair staticKeys;
  private final X25519KeyPair ephemeralKeys;
  private byte @Nullable [] remoteEphemeral;
  private byte @Nullable [] remoteStatic;
  private int messagesDone;

  HandshakeXX(
      CryptoSuite suite,
      boolean initiator,
      byte[] prologue,
      X25519KeyPair staticKeys,
      X25519KeyPair ephemeralKeys) {
    this.suite = suite;
    this.initiator = initiator;
    this.staticKeys = staticKeys;
    this.ephemeralKeys = ephemeralKeys;
    this.state = new SymmetricState(suite);
    state.mixHash(prologue);
  }

  boolean isFinished() {
    return messagesDone == MESSAGES;
  }

  /** Whether the next message is this side's to write. */
  boolean isMyTurn() {
    return !isFinished() && (messagesDone % 2 == 0) == initiator;
  }

  byte[] write(byte[] payload) throws NoiseException {
    checkTurn(true);
    ByteBuf out = Unpooled.buffer();
    switch (messagesDone) {
      case 0 -> writeEphemeral(out);
      case 1 -> {
        writeEphemeral(out);
        mixDh(ephemeralKeys, remoteEphemeral);
        out.writeBytes(state.encryptAndHash(staticKeys.publicKey()));
        mixDh(staticKeys, remoteEphemeral);
      }
      default -> {
        out.writeBytes(state.encryptAndHash(staticKeys.publicKey()));
        mixDh(staticKeys, remoteEphemeral);
      }
    }
    out.writeBytes(state.encryptAndHash(payload));
    messagesDone++;
    byte[] message = new byte[out.readableBytes()];
    out.readBytes(message);
    return message;
  }

  /** Reads the remote's message and gives its payload. */
  byte[] read(byte[] message) throws NoiseException {
    checkTurn(false);
    ByteBuf in = Unpooled.wrappedBuffer(message);
    switch (messagesDone) {
      case 0 -> readEphemeral(in);
      case 1 -> {
        readEphemeral(in);
        mixDh(ephemeralKeys, remoteEphemeral);
        remoteStatic = state.decryptAndHash(take(in, KEY_BYTES + CipherState.TAG_BYTES));
        mixDh(ephemeralKeys, remoteStatic);
      }
      default -> {
        remoteStatic = state.decryptAndHash(take(in, KEY_BYTES + CipherState.TAG_BYTES));
        mixDh(ephemeralKeys, remoteStatic);
      }
    }
    if (state.isKeyed() && in.readableBytes() < CipherState.TAG_BYTES) {
      throw new NoiseException("a handshake message that is cut short");
    }
    byte[] payload = state.decryptAndHash(take(in, in.readableBytes()));
    messagesDone++;
    return payload;
  }

  int messagesDone() {
    return messagesDone;
  }

  byte[] remoteStaticKey() {
    if (remoteStatic == null) {
      throw new IllegalStateException("the remote's static key has not come yet");
    }
    return remoteStatic.clone();
  }

  Result finish() {
    if (!isFinished()) {
      throw new IllegalStateException("the handshake is not done");
    }
    CipherState[] pair = state.split();
    return new Result(
        pair[initiator ? 0 : 1], pair[initiator ? 1 : 0], remoteStaticKey(), state.hash());
  }

  private void checkTurn(boolean mine) {
    if (isFinished() || isMyTurn() != mine) {
      throw new IllegalStateException("not this side's turn, message " + messagesDone);
    }
  }

  private void writeEphemeral(ByteBuf out) {
    out.writeBytes(ephemeralKeys.publicKey());
    state.mixHash(ephemeralKeys.publicKey());
  }

  private void readEphemeral(ByteBuf in) throws NoiseException {
    remoteEphemeral = take(in, KEY_BYTES);
    state.mixHash(remoteEphemeral);
  }

  private void mixDh(X25519KeyPair mine, byte @Nullable [] theirs) throws NoiseException {
    if (theirs == null) {
      throw new IllegalStateException("a key of the remote is missing");
    }
    try {
      state.mixKey(suite.x25519(mine.privateKey(), theirs));
    } catch (GeneralSecurityException e) {
      throw new NoiseException("a Diffie-Hellman key that is not usable", e);
    }
  }

  private static byte[] take(ByteBuf in, int bytes) throws NoiseException {
    if (in.readableBytes() < bytes) {
      throw new NoiseException("a handshake message that is cut short");
    }
    byte[] taken = new byte[bytes];
    in.readBytes(taken);
    return taken;
  }
}
