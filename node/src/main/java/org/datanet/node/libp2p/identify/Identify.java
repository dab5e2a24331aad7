package org.datanet.node.libp2p.identify;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.datanet.node.libp2p.crypto.PublicKey;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.LengthPrefixedReader;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.multiformats.Varint;
import org.datanet.node.libp2p.streams.PeerText;
import org.datanet.node.libp2p.wire.IdentifyMessage;

/**
 * Both roles of identify. A peer may cut its message in parts, as go-libp2p does; they are merged.
 */
public final class Identify {

  public static final String PROTOCOL = "/ipfs/id/1.0.0";
  public static final String PUSH_PROTOCOL = "/ipfs/id/push/1.0.0";

  /**
   * All parts together; go-libp2p's own bound for one is 8 KiB, for a signed record with it 64 KiB.
   */
  static final int MESSAGE_BYTES_MAX = 64 * 1024;

  /** Real hosts speak a few dozen protocols and have a few addresses. */
  static final int PROTOCOLS_MAX = 256;

  static final int ADDRESSES_MAX = 32;
  static final int TEXT_LENGTH_MAX = 128;

  private Identify() {}

  /** What this host says of itself. */
  public record Self(PublicKey publicKey, String agentVersion, String protocolVersion) {

    byte[] message(
        List<String> protocols,
        List<Multiaddr> listenAddresses,
        Optional<Multiaddr> observed,
        Optional<ByteString> signedRecord) {
      IdentifyMessage.Builder message =
          IdentifyMessage.newBuilder()
              .setPublicKey(ByteString.copyFrom(publicKey.encode()))
              .setAgentVersion(agentVersion)
              .setProtocolVersion(protocolVersion)
              .addAllProtocols(protocols);
      listenAddresses.forEach(a -> message.addListenAddrs(ByteString.copyFrom(a.bytes())));
      observed.ifPresent(a -> message.setObservedAddr(ByteString.copyFrom(a.bytes())));
      signedRecord.ifPresent(message::setSignedPeerRecord);
      return message.build().toByteArray();
    }
  }

  /** What changes while a host runs. */
  public interface Surroundings {

    List<String> protocols();

    /** Where this host says that it can be reached. */
    List<Multiaddr> announcedAddresses();

    /** The same, signed (RFC 0003); empty as long as nothing was announced. */
    Optional<ByteString> signedRecord();

    /** Where this host sees a peer. */
    Optional<Multiaddr> addressOf(PeerId peer);
  }

  /**
   * Tells the other side: whoever opens {@link #PROTOCOL}, or whom a stream of {@link
   * #PUSH_PROTOCOL} was opened to.
   */
  public static StreamHandler teller(Self self, Surroundings surroundings) {
    return stream -> {
      byte[] message =
          self.message(
              surroundings.protocols(),
              surroundings.announcedAddresses(),
              surroundings.addressOf(stream.remotePeer()),
              surroundings.signedRecord());
      ByteBuf out = PooledByteBufAllocator.DEFAULT.buffer(Varint.BYTES_MAX + message.length);
      Varint.write(out, message.length);
      out.writeBytes(message);
      stream.writeLast(out);
      return new IgnoringListener();
    };
  }

  /** Reads a message pushed with {@link #PUSH_PROTOCOL}. */
  public static StreamHandler reader(BiConsumer<PeerId, PeerReport> onReport) {
    return reader(onReport, () -> {});
  }

  /**
   * Reads the answer on a stream of {@link #PROTOCOL}.
   *
   * @param onNothing runs on the stream's event loop when it ends without one
   */
  public static StreamHandler reader(BiConsumer<PeerId, PeerReport> onReport, Runnable onNothing) {
    return stream -> {
      stream.closeWrite();
      return new Reader(onReport, onNothing);
    };
  }

  /** What a peer's message says; empty where the key in it is not the peer's. */
  public static Optional<PeerReport> report(PeerId peer, IdentifyMessage message) {
    boolean keyMatches =
        !message.hasPublicKey()
            || PublicKey.decode(message.getPublicKey().toByteArray())
                .filter(key -> key.peerId().equals(peer))
                .isPresent();
    if (!keyMatches) {
      return Optional.empty();
    }
    return Optional.of(
        new PeerReport(
            Optional.of(message)
                .filter(IdentifyMessage::hasAgentVersion)
                .map(m -> PeerText.line(m.getAgentVersion(), TEXT_LENGTH_MAX)),
            Optional.of(message)
                .filter(IdentifyMessage::hasProtocolVersion)
                .map(m -> PeerText.line(m.getProtocolVersion(), TEXT_LENGTH_MAX)),
            message.getProtocolsList().stream()
                .filter(protocol -> protocol.length() <= TEXT_LENGTH_MAX)
                .limit(PROTOCOLS_MAX)
                .map(protocol -> PeerText.line(protocol, TEXT_LENGTH_MAX))
                .toList(),
            message.getListenAddrsList().stream()
                .limit(ADDRESSES_MAX)
                .flatMap(bytes -> Multiaddr.decode(bytes.toByteArray()).stream())
                .toList(),
            Multiaddr.decode(message.getObservedAddr().toByteArray()),
            Optional.of(message.getSignedPeerRecord()).filter(record -> !record.isEmpty())));
  }

  private static final class IgnoringListener implements Stream.Listener {
    @Override
    public void onData(Stream stream, ByteBuf data) {
      stream.reset(); // identify asks nothing
    }

    @Override
    public void onRemoteClose(Stream stream) {
      // the answer is on its way, and the stream ends with it
    }

    @Override
    public void onClosed(Stream stream) {
      // nothing is held
    }
  }

  private static final class Reader implements Stream.Listener {
    private final BiConsumer<PeerId, PeerReport> onReport;
    private final Runnable onNothing;
    private boolean reported;
    private final LengthPrefixedReader reader =
        new LengthPrefixedReader(PooledByteBufAllocator.DEFAULT, MESSAGE_BYTES_MAX);
    private final IdentifyMessage.Builder merged = IdentifyMessage.newBuilder();
    private int receivedBytes;

    Reader(BiConsumer<PeerId, PeerReport> onReport, Runnable onNothing) {
      this.onReport = onReport;
      this.onNothing = onNothing;
    }

    @Override
    public void onData(Stream stream, ByteBuf data) {
      receivedBytes += data.readableBytes();
      if (receivedBytes > MESSAGE_BYTES_MAX) {
        stream.reset();
        return;
      }
      reader.append(data);
      for (Optional<ByteBuf> part = reader.next(); part.isPresent(); part = reader.next()) {
        merge(stream, part.get());
      }
      if (reader.isMalformed()) {
        stream.reset();
      }
    }

    private void merge(Stream stream, ByteBuf part) {
      try {
        merged.mergeFrom(bytes(part));
      } catch (InvalidProtocolBufferException malformed) {
        stream.reset();
      } finally {
        part.release();
      }
    }

    private static byte[] bytes(ByteBuf part) {
      byte[] bytes = new byte[part.readableBytes()];
      part.readBytes(bytes);
      return bytes;
    }

    @Override
    public void onRemoteClose(Stream stream) {
      if (receivedBytes > 0 && reader.bufferedBytes() == 0) {
        Optional<PeerReport> report = report(stream.remotePeer(), merged.build());
        reported = report.isPresent();
        report.ifPresent(r -> onReport.accept(stream.remotePeer(), r));
      }
    }

    @Override
    public void onClosed(Stream stream) {
      reader.close();
      if (!reported) {
        onNothing.run();
      }
    }
  }
}
