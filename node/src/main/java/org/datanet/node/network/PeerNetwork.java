package org.datanet.node.network;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Other nodes, as this one sees them. Peers are named by their libp2p peer id in base58, addresses
 * are multiaddrs. Subscribe, serve and listen before {@link #start}; everything else needs it
 * first. Stages fail with an {@link IOException}, and may complete on threads of the network's: do
 * not block there.
 */
public interface PeerNetwork extends AutoCloseable {

  String localPeerId();

  /** Where this node listens, each with {@code /p2p/<peer id>}. */
  List<String> listenAddresses();

  /** Names of the ways to reach peers; {@link PeerInfo#transport} is one of them. */
  List<String> TRANSPORTS = List.of("quic", "tcp");

  /**
   * Listens, and dials bootstrap addresses from then on; completes when all listeners are bound.
   */
  CompletionStage<Void> start();

  /**
   * Connects to a peer; gives its id, also where it was connected before. A stack may refuse an
   * address that does not end in {@code /p2p/<peer id>}.
   */
  CompletionStage<String> connect(String multiaddr);

  /** Connected peers. */
  List<PeerInfo> peers();

  /**
   * Counts against a peer as a rejected message does: what it answered is provably false. One that
   * goes on is let go.
   *
   * @param lie for people
   */
  void blame(String peer, String lie);

  /** Peers whose connections ended last, the latest first. */
  List<DroppedPeer> dropped();

  /** What peers can fill here, and how full it is. */
  default List<Occupancy> occupancy() {
    return List.of();
  }

  /** What the metrics count of this network. */
  default List<Total> totals() {
    return List.of();
  }

  void addListener(PeerListener listener);

  /**
   * Closes the connection to a peer and refuses every other, also after a restart.
   *
   * @param untilMs Unix time; {@link Long#MAX_VALUE} for as long as nobody lifts the ban
   * @throws IllegalArgumentException if {@code peer} is no peer id
   */
  void ban(String peer, long untilMs, String reason) throws IOException;

  /** Whether there was a ban to lift. */
  boolean unban(String peer) throws IOException;

  List<BannedPeer> bans();

  void subscribe(Topic topic, GossipHandler handler);

  /**
   * Gossips a message of at most 1 MiB. It is not delivered to this node; data that went through
   * the topic in the last two minutes is not sent again. Completes when the message is queued.
   */
  CompletionStage<Void> publish(Topic topic, byte[] data);

  void serve(String protocol, RequestHandler handler);

  /** Completes with the bug that has ended a part of the network: the node is deaf from then on. */
  default CompletionStage<Throwable> failed() {
    return new CompletableFuture<>();
  }

  /**
   * Asks a connected peer.
   *
   * @param body at most 64 KiB
   * @param timeoutMs from now to the last byte of the answer, which has at most 4 MiB
   */
  CompletionStage<Response> request(String peer, String protocol, byte[] body, long timeoutMs);

  void serveContent(ContentSource source);

  /**
   * Fetches content by CID, from the preferred peer first and then from whoever has it.
   *
   * @param cids in binary form, of SHA-256
   * @param timeoutMs from now; what is missing then is named in the outcome
   */
  CompletionStage<ContentOutcome> fetchContent(
      List<byte[]> cids, Optional<String> preferredPeer, long timeoutMs, ContentSink sink);

  /** Closes all connections. */
  @Override
  void close();
}
