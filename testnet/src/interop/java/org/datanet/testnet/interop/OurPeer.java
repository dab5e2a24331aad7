package org.datanet.testnet.interop;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.gossipsub.Gossipsub;
import org.datanet.node.libp2p.gossipsub.Verdict;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/** A host of ours with gossip, in this JVM, on loopback. */
final class OurPeer implements AutoCloseable {

  private final Host host;
  private final Gossipsub gossip;
  private final Numbered.Tally tally = new Numbered.Tally();
  private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();

  private OurPeer(Host host, long seed) {
    this.host = host;
    this.gossip = new Gossipsub(host, GossipParams.DEFAULT, seed);
  }

  /**
   * Listens over TCP.
   *
   * @param number of the peer in its test: its identity and its random choices follow from it
   */
  static OurPeer start(int number) {
    return start(number, Wire.TCP);
  }

  static OurPeer start(int number, Wire wire) {
    OurPeer peer = new OurPeer(OurHost.create(number), number);
    peer.gossip.start();
    Futures.get(peer.host.listen(wire.anyPort()));
    return peer;
  }

  Host host() {
    return host;
  }

  Gossipsub gossip() {
    return gossip;
  }

  PeerId id() {
    return host.peerId();
  }

  /** Where it listens, with its peer id. */
  Multiaddr address() {
    return host.listenAddresses().getFirst().withPeerId(id());
  }

  Host.PeerConnection connect(Multiaddr to) {
    return Futures.get(host.connect(to));
  }

  Optional<Host.PeerConnection> connectionTo(PeerId peer) {
    return host.connections().stream().filter(c -> c.remotePeer().equals(peer)).findFirst();
  }

  /** Counts numbered messages of a topic from now on. */
  void count(String topic) {
    gossip.subscribe(
        topic,
        message -> {
          tally.add(message.data());
          return CompletableFuture.completedFuture(Verdict.ACCEPT);
        });
  }

  /** Keeps the messages of a topic from now on. */
  void collect(String topic) {
    gossip.subscribe(
        topic,
        message -> {
          messages.add(message.data());
          return CompletableFuture.completedFuture(Verdict.ACCEPT);
        });
  }

  Numbered.Tally tally() {
    return tally;
  }

  BlockingQueue<byte[]> messages() {
    return messages;
  }

  void publish(String topic, byte[] data) {
    Futures.get(gossip.publish(topic, data));
  }

  void publishNumbered(String topic, long sender, int count, int bytes) {
    for (int number = 0; number < count; number++) {
      publish(topic, Numbered.message(sender, number, bytes));
    }
  }

  List<PeerId> subscribers(String topic) {
    return Futures.get(gossip.subscribers(topic));
  }

  @Override
  public void close() {
    gossip.close();
    host.close();
  }
}
