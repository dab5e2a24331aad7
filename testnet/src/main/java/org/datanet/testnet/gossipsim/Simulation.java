package org.datanet.testnet.gossipsim;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.datanet.node.libp2p.gossipsub.Verdict;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/**
 * How messages spread in a network of many peers, some of them hostile: a random graph is built,
 * meshes settle, peers chosen by chance publish, and what is lost has time to be repaired.
 */
public final class Simulation {

  private static final String TOPIC = "sim";
  private static final long SETTLE_MS = 8_000;
  private static final long REPAIR_MS = 8_000;
  private static final long RETURN_MICROS = 5_000_000;

  private final Plan plan;
  private final SplittableRandom random;
  private final SimNetwork network;
  private final List<RoutedPeer> honest = new ArrayList<>();
  private final List<Abuser> hostile = new ArrayList<>();
  private final Map<PeerId, Integer> index = new HashMap<>();
  private final Deliveries deliveries;

  /**
   * @param peers all of them, hostile ones included
   * @param dials connections that each peer opens; it has twice as many in the mean
   * @param messages published by honest peers
   * @param messageBytes of data
   * @param intervalMs between two publications
   * @param hostilePpm hostile peers in a million; each abuses in one way of {@link Abuse}
   * @param lossPpm messages in a million that are lost on a connection
   */
  public record Plan(
      int peers,
      int dials,
      int messages,
      int messageBytes,
      long intervalMs,
      int hostilePpm,
      int lossPpm,
      long seed) {

    public static Plan of(int peers, int messages) {
      return new Plan(peers, 10, messages, 1_024, 100, 0, 0, 1);
    }

    public Plan {
      if (hostilePpm < 0 || hostilePpm >= 1_000_000 || lossPpm < 0 || lossPpm > 1_000_000) {
        throw new IllegalArgumentException("shares are within 0 and 1, and somebody is honest");
      }
      if (peers < 2 || dials < 1 || messages < 0 || intervalMs < 1) {
        throw new IllegalArgumentException(
            "needs two peers, a dial each, and time between messages");
      }
    }

    public Plan withMessageBytes(int bytes) {
      return new Plan(peers, dials, messages, bytes, intervalMs, hostilePpm, lossPpm, seed);
    }

    public Plan withHostile(int ppm) {
      return new Plan(peers, dials, messages, messageBytes, intervalMs, ppm, lossPpm, seed);
    }

    public Plan withLoss(int ppm) {
      return new Plan(peers, dials, messages, messageBytes, intervalMs, hostilePpm, ppm, seed);
    }

    public Plan withSeed(long other) {
      return new Plan(peers, dials, messages, messageBytes, intervalMs, hostilePpm, lossPpm, other);
    }
  }

  private Simulation(Plan plan) {
    this.plan = plan;
    this.random = new SplittableRandom(plan.seed());
    this.network =
        new SimNetwork(SimNetwork.Conditions.INTERNET.withLoss(plan.lossPpm()), random.nextLong());
    int hostileCount = (int) ((long) plan.peers() * plan.hostilePpm() / 1_000_000);
    this.deliveries = new Deliveries(hostileCount, plan.peers());
    network.setObserver(this::arrived);
    populate(hostileCount);
  }

  public static SimReport run(Plan plan) {
    return new Simulation(plan).run();
  }

  private SimReport run() {
    network.runFor(SETTLE_MS);
    long[] settled = sentBytes();
    network.setLossy(true);
    for (int i = 0; i < plan.messages(); i++) {
      RoutedPeer publisher = honest.get(random.nextInt(honest.size()));
      int number = deliveries.published(indexOf(publisher), network.nowMicros());
      publisher.publish(SimMessage.of(Verdict.ACCEPT, number, plan.messageBytes()));
      network.runFor(plan.intervalMs());
    }
    network.runFor(REPAIR_MS);
    return SimReport.of(plan, deliveries, spent(settled), honestDropped(), abusers());
  }

  private void populate(int hostileCount) {
    List<SimPeer> all = new ArrayList<>();
    for (int i = 0; i < plan.peers(); i++) {
      if (i < hostileCount) {
        Abuse abuse = Abuse.values()[i % Abuse.values().length];
        Abuser abuser =
            new Abuser(
                SimIdentities.peer(i),
                SimIdentities.address(i),
                TOPIC,
                abuse,
                RETURN_MICROS,
                random.nextLong());
        hostile.add(abuser);
        all.add(abuser);
      } else {
        RoutedPeer peer = newHonest(i);
        honest.add(peer);
        all.add(peer);
      }
      index.put(all.get(i).id(), i);
    }
    all.forEach(network::add);
    for (SimPeer peer : all) {
      for (int dial = 0; dial < plan.dials(); dial++) {
        network.connect(peer, all.get(random.nextInt(all.size())));
      }
    }
  }

  private RoutedPeer newHonest(int number) {
    return new RoutedPeer(
        SimIdentities.peer(number),
        SimIdentities.address(number),
        TOPIC,
        RoutedPeer.Habits.USUAL,
        this::accepted,
        random.nextLong());
  }

  private void arrived(SimPeer from, SimPeer to, RPC rpc) {
    for (Message message : rpc.getPublishList()) {
      if (SimMessage.verdict(message.getData()) == Verdict.ACCEPT) {
        deliveries.copied(SimMessage.number(message.getData()), indexOf(from), indexOf(to));
      }
    }
  }

  private void accepted(RoutedPeer by, PeerId from, ByteString data) {
    deliveries.accepted(SimMessage.number(data), indexOf(by), network.nowMicros());
  }

  private int indexOf(SimPeer peer) {
    return indexOf(peer.id());
  }

  private int indexOf(PeerId peer) {
    return Objects.requireNonNull(index.get(peer), "every peer has a number");
  }

  private long[] sentBytes() {
    return honest.stream().mapToLong(network::sentBytes).toArray();
  }

  private long[] spent(long[] before) {
    long[] spent = sentBytes();
    for (int i = 0; i < spent.length; i++) {
      spent[i] -= before[i];
    }
    return spent;
  }

  /** Connections between honest peers that one of them ended. */
  private long honestDropped() {
    return network.drops().stream().filter(drop -> indexOf(drop.peer()) >= hostile.size()).count();
  }

  private List<SimReport.Abusers> abusers() {
    List<SimReport.Abusers> outcomes = new ArrayList<>();
    for (Abuse abuse : Abuse.values()) {
      Set<PeerId> of =
          hostile.stream()
              .filter(peer -> peer.abuse() == abuse)
              .map(Abuser::id)
              .collect(Collectors.toUnmodifiableSet());
      if (!of.isEmpty()) {
        outcomes.add(
            new SimReport.Abusers(
                abuse,
                of.size(),
                network.drops().stream().filter(drop -> of.contains(drop.peer())).count(),
                honest.stream()
                    .flatMap(peer -> peer.router().mesh(TOPIC).stream())
                    .filter(of::contains)
                    .count()));
      }
    }
    return outcomes;
  }
}
