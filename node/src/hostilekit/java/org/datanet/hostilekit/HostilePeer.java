package org.datanet.hostilekit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.noise.NoiseHandshakeHandler;

/**
 * One socket to a node on loopback, with nothing between a test and the wire but encryption where
 * the test asks for it. Writes block when the node does not read. Writing and reading may each have
 * a thread of its own.
 */
public final class HostilePeer implements AutoCloseable {

  /** The negotiation's own protocol, as a message. */
  public static final byte[] MULTISTREAM = message("/multistream/1.0.0");

  private static final int READ_BYTES = 64 << 10;
  private static final Duration HANDSHAKE = Duration.ofSeconds(20);

  private final Socket socket;
  private final Identity identity;
  private final EmbeddedChannel noise = new EmbeddedChannel();

  /** Frames of Yamux that have come, the last perhaps in part. */
  private final ByteBuf received = Unpooled.buffer();

  private boolean secured;

  private HostilePeer(Socket socket, Identity identity) {
    this.socket = socket;
    this.identity = identity;
  }

  /**
   * A connected socket that has said nothing yet.
   *
   * @param number of the identity that it would prove
   */
  public static HostilePeer dial(int port, int number) throws IOException {
    return dialFrom("127.0.0.1", port, number);
  }

  /** The same from another address of loopback, such as 127.0.0.2, which Linux has many of. */
  public static HostilePeer dialFrom(String address, int port, int number) throws IOException {
    byte[] seed = new byte[CryptoSuite.KEY_BYTES];
    seed[0] = (byte) 0xbd;
    seed[1] = (byte) (number >>> 8);
    seed[2] = (byte) number;
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(address, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new HostilePeer(socket, Identity.ofEd25519Seed(seed));
  }

  /** A peer whose handshakes are all done, and whose frames are next. */
  public static HostilePeer join(int port, int number) throws IOException {
    return joinFrom("127.0.0.1", port, number);
  }

  /** The same from another address of loopback. */
  public static HostilePeer joinFrom(String address, int port, int number) throws IOException {
    HostilePeer peer = dialFrom(address, port, number);
    peer.secure();
    peer.negotiate("/yamux/1.0.0");
    return peer;
  }

  public PeerId peerId() {
    return identity.peerId();
  }

  /** A message of multistream-select. */
  public static byte[] message(String text) {
    byte[] line = (text + '\n').getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[line.length + 1];
    message[0] = (byte) line.length;
    System.arraycopy(line, 0, message, 1, line.length);
    return message;
  }

  /** Header and proposal in one, as an initiator that is in a hurry sends them. */
  public static byte[] proposal(String protocol) {
    return concat(MULTISTREAM, message(protocol));
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** Agrees on Noise and proves the identity. */
  public void secure() throws IOException {
    negotiate(NoiseHandshakeHandler.PROTOCOL);
    socket.setSoTimeout((int) HANDSHAKE.toMillis());
    noise
        .pipeline()
        .addLast(
            new NoiseHandshakeHandler(
                CryptoSuite.platform(),
                identity,
                true,
                Optional.empty(),
                (context, peer) -> secured = true));
    sendOutbound();
    while (!secured) {
      noise.writeInbound(Unpooled.wrappedBuffer(readRaw()));
      sendOutbound();
    }
  }

  /**
   * Offers one protocol and takes the answer, on the socket or in the secured channel. What comes
   * right behind the answer, such as the node's first frames, is dropped.
   */
  public void negotiate(String protocol) throws IOException {
    write(proposal(protocol));
    byte[] expected = proposal(protocol);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    while (answer.size() < expected.length) {
      answer.writeBytes(read());
    }
    if (!Arrays.equals(Arrays.copyOf(answer.toByteArray(), expected.length), expected)) {
      throw new IOException("the node does not speak " + protocol);
    }
  }

  /** Sends bytes, encrypted once the channel is secured. */
  public void write(byte[] bytes) throws IOException {
    write(Unpooled.wrappedBuffer(bytes));
  }

  public void frame(YamuxFrame frame) throws IOException {
    write(frame.encoded());
  }

  /** Opens a stream and offers a protocol on it, with the first bytes of it. */
  public void open(int streamId, String protocol, byte[] first) throws IOException {
    frame(YamuxFrame.data(YamuxFrame.SYN, streamId, concat(proposal(protocol), first)));
  }

  private void write(ByteBuf bytes) throws IOException {
    if (!secured) {
      writeRaw(taken(bytes));
      return;
    }
    synchronized (noise) {
      noise.writeOutbound(bytes);
      sendOutbound();
    }
  }

  /** Sends bytes as they are, behind the back of the secured channel. */
  public void writeRaw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  private void sendOutbound() throws IOException {
    for (ByteBuf part = noise.readOutbound(); part != null; part = noise.readOutbound()) {
      writeRaw(taken(part));
    }
  }

  /**
   * Bytes that have come, decrypted once the channel is secured; none where a frame is not whole.
   */
  public byte[] read() throws IOException {
    if (!secured) {
      return readRaw();
    }
    byte[] raw = readRaw();
    synchronized (noise) {
      noise.writeInbound(Unpooled.wrappedBuffer(raw));
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      for (ByteBuf part = noise.readInbound(); part != null; part = noise.readInbound()) {
        plain.writeBytes(taken(part));
      }
      return plain.toByteArray();
    }
  }

  private byte[] readRaw() throws IOException {
    byte[] buffer = new byte[READ_BYTES];
    int count = socket.getInputStream().read(buffer);
    if (count < 0) {
      throw new SocketException("the node closed the socket");
    }
    return Arrays.copyOf(buffer, count);
  }

  private static byte[] taken(ByteBuf part) {
    byte[] bytes = new byte[part.readableBytes()];
    part.readBytes(bytes);
    part.release();
    return bytes;
  }

  /** Reads until the node has reset so many more streams. */
  public void awaitResets(int count) throws IOException {
    int left = count;
    while (left > 0) {
      received.writeBytes(read());
      for (Optional<Integer> flags = YamuxFrame.takeFlags(received);
          flags.isPresent();
          flags = YamuxFrame.takeFlags(received)) {
        left -= (flags.get() & YamuxFrame.RST) != 0 ? 1 : 0;
      }
      received.discardReadBytes();
    }
  }

  /** True where the node closes the socket within the time; what it sends till then is dropped. */
  public boolean isCutOffWithin(Duration time) throws IOException {
    long deadline = System.nanoTime() + time.toNanos();
    while (true) {
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        return false;
      }
      try {
        socket.setSoTimeout((int) Math.max(1, leftMs));
        readRaw();
      } catch (SocketTimeoutException stillOpen) {
        return false;
      } catch (SocketException closed) {
        return true;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    noise.finishAndReleaseAll();
  }
}
