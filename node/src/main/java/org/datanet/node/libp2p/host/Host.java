package org.datanet.node.libp2p.host;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/** A libp2p host: one identity, its listeners, its connections and the protocols it speaks. */
public interface Host extends AutoCloseable {

  PeerId peerId();

  /**
   * Binds; the stage gives the bound address with its real port, without the {@code /p2p} part. It
   * fails with a {@link org.datanet.node.libp2p.transport.TransportUnavailableException} where the
   * address's transport is not to be had, here or at all.
   */
  CompletionStage<Multiaddr> listen(Multiaddr address);

  List<Multiaddr> listenAddresses();

  /**
   * Says from now on that this host can be reached there, and tells those who are connected
   * (identify push). Until the first call, identify says {@link #listenAddresses}.
   */
  void announce(List<Multiaddr> addresses);

  /** The envelope of what was announced last, signed by this host; empty before. */
  Optional<ByteString> signedRecord();

  /**
   * Connects to a peer, or gives the connection that is open already. The address may carry {@code
   * /p2p/<peer id>}: then another identity at the far end fails the stage.
   */
  CompletionStage<PeerConnection> connect(Multiaddr address);

  /**
   * Connects to a peer by the best of its addresses that answers, or gives the connection that is
   * open already. The first QUIC address comes first, then the first TCP one, and so on in turn,
   * each with a head start on the next. Addresses of kinds that this host does not speak, or of
   * another peer, are left out.
   */
  CompletionStage<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses);

  /**
   * Open connections, at most one a peer: of two dialled at the same time both sides keep the same
   * one.
   */
  List<PeerConnection> connections();

  /**
   * Speaks a protocol to whoever opens a stream for it. Peers that are connected already are told
   * (identify push); some implementations ask once only, so register before {@link #listen} where
   * that can be.
   */
  void handle(String protocol, StreamHandler handler);

  /**
   * Opens a stream, offering the protocols in order of preference.
   *
   * @return fails with {@link ProtocolUnsupportedException} where the remote speaks none, with an
   *     {@link java.io.IOException} where there is no connection or it breaks
   */
  CompletionStage<Stream> openStream(PeerId peer, List<String> protocols, StreamHandler handler);

  /**
   * Asks the gate about every later connection, whoever dials. A host without gates leaves it to
   * its listeners to close what is not wanted.
   */
  default void guard(ConnectionGate gate) {
    // As said.
  }

  /** What the host has counted since it started, by name such as {@code handshake_failed}. */
  default Map<String, LongSupplier> counts() {
    return Map.of();
  }

  /** What peers can fill here, and how full it is. */
  default List<Use> uses() {
    return List.of();
  }

  void addListener(ConnectionListener listener);

  @Override
  void close();

  /** Gives the listener for a stream that has just been opened. */
  @FunctionalInterface
  interface StreamHandler {
    Stream.Listener onOpen(Stream stream);
  }

  interface ConnectionListener {

    void onConnected(PeerConnection connection);

    /** Identify told us what the peer speaks and where it listens, or what has changed of it. */
    void onIdentified(PeerConnection connection, List<String> protocols);

    void onDisconnected(PeerConnection connection, String reason);
  }

  /** An open connection to a peer whose identity the handshake proved. */
  interface PeerConnection {

    PeerId remotePeer();

    Multiaddr remoteAddress();

    /** How bytes travel, such as {@code tcp}. */
    String transport();

    boolean isOutbound();

    /** Protocols that identify reported; empty until it has. */
    List<String> remoteProtocols();

    /**
     * Where identify says that the peer listens: its own claim, such as an address of its local
     * network or {@code 0.0.0.0}; empty until it has.
     */
    List<Multiaddr> remoteListenAddresses();

    /** An envelope that should hold the peer's own record of where it is, unopened. */
    Optional<ByteString> remoteSignedRecord();

    /** Agent version that identify reported; empty until it has. */
    String remoteAgent();

    /** Last round trip of ping in microseconds, or −1 before the first. */
    long latencyMicros();

    long connectedAtNanos();

    void close(String reason);
  }

  /** The remote speaks none of the protocols offered. */
  final class ProtocolUnsupportedException extends java.io.IOException {
    private static final long serialVersionUID = 1L;

    public ProtocolUnsupportedException(String message) {
      super(message);
    }
  }
}
