package org.datanet.testnet.gossipbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.datanet.node.libp2p.gossipsub.GossipPorts;
import org.datanet.node.libp2p.gossipsub.Gossipsub;
import org.datanet.node.libp2p.gossipsub.Received;
import org.datanet.node.libp2p.gossipsub.TopicRules;
import org.datanet.node.libp2p.gossipsub.Verdict;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.quic.QuicTransport;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;
import org.datanet.testnet.lines.LineServer;

/**
 * One peer of the measurement, in a process of its own; {@code bench.mjs} is the same for
 * js-libp2p. Data of a message begins with its number and the sender's clock, 8 bytes each.
 */
final class PeerMain {

  private static final String TOPIC = "bench";

  /** Messages after which a subscriber says how far it is. */
  private static final int HEARD_EVERY = 128;

  private final LineServer lines;
  private final Swarm host;
  private final Gossipsub gossip;
  private final Allowance allowance = new Allowance();
  private volatile Optional<Stretch> stretch = Optional.empty();

  private record Stretch(long first, int count, Arrivals arrivals) {}

  private PeerMain(LineServer lines, Swarm host, Gossipsub gossip) {
    this.lines = lines;
    this.host = host;
    this.gossip = gossip;
  }

  /**
   * @param arguments the number of the peer, and the name of its transport
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err); // lines alone go to the output, not what is logged
    byte[] seed = new byte[32];
    Arrays.fill(seed, Byte.parseByte(arguments[0]));
    Identity identity = Identity.ofEd25519Seed(seed);
    Swarm host =
        Swarm.create(HostConfig.defaults(identity, "bench").withTransports(List.of(arguments[1])));
    Gossipsub gossip =
        new Gossipsub(host, GossipParams.DEFAULT, GossipPorts.NONE.with(identity), seed[0]);
    PeerMain peer = new PeerMain(new LineServer(System.in, out), host, gossip);
    peer.lines.obey(
        Map.of(
            "start", asked -> peer.start(arguments[1]),
            "connect", asked -> peer.connect(asked.get("address").asText()),
            "subscribers", asked -> join(gossip.subscribers(TOPIC)).size(),
            "expect", peer::expect,
            "tally", asked -> peer.stretch.orElseThrow().arrivals().tally(),
            "allow", asked -> peer.allowance.raise(asked.get("upTo").asLong()),
            "publish", peer::publish));
    gossip.close();
    host.close();
  }

  private Object start(String transport) {
    gossip.subscribe(TOPIC, TopicRules.SIGNED, this::onMessage);
    gossip.start();
    String listen =
        transport.equals(QuicTransport.NAME)
            ? "/ip4/127.0.0.1/udp/0/quic-v1"
            : "/ip4/127.0.0.1/tcp/0";
    Multiaddr bound = join(host.listen(Multiaddr.parse(listen)));
    return Map.of("addresses", List.of(bound.withPeerId(host.peerId()).toString()));
  }

  private Object connect(String address) {
    return join(host.connect(Multiaddr.parse(address))).remotePeer().toString();
  }

  private Object expect(JsonNode asked) {
    long first = asked.get("first").asLong();
    int count = asked.get("count").asInt();
    stretch = Optional.of(new Stretch(first, count, new Arrivals(first, count)));
    return "";
  }

  private CompletionStage<Verdict> onMessage(Received message) {
    long nowNanos = System.nanoTime();
    ByteBuffer header = ByteBuffer.wrap(message.data());
    long number = header.getLong();
    long sentNanos = header.getLong();
    stretch.ifPresent(
        of -> {
          int distinct = of.arrivals().add(number, sentNanos, nowNanos);
          if (distinct > 0 && (distinct % HEARD_EVERY == 0 || distinct == of.count())) {
            lines.tellEvent("heard", "upTo", of.first() + distinct);
          }
        });
    return CompletableFuture.completedFuture(Verdict.ACCEPT);
  }

  /** Publishes so many a second, or as fast as it is allowed where that is 0. */
  private Object publish(JsonNode asked) throws InterruptedException {
    long first = asked.get("first").asLong();
    int count = asked.get("count").asInt();
    int bytes = asked.get("bytes").asInt();
    int perSecond = asked.get("perSecond").asInt();
    long startedNanos = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (perSecond > 0) {
        waitUntil(startedNanos + i * 1_000_000_000L / perSecond);
      } else {
        allowance.await(first + i);
      }
      ByteBuffer data = ByteBuffer.allocate(bytes).putLong(first + i).putLong(System.nanoTime());
      join(gossip.publish(TOPIC, data.array()));
    }
    return "";
  }

  private static void waitUntil(long dueNanos) {
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  /** Up to which number messages may be published. */
  private static final class Allowance {

    private long upTo;

    synchronized long raise(long number) {
      upTo = number;
      notifyAll();
      return upTo;
    }

    synchronized void await(long number) throws InterruptedException {
      while (number >= upTo) {
        wait();
      }
    }
  }
}
