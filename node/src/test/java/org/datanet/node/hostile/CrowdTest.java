package org.datanet.node.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.hostile.Arena.PATIENCE;
import static org.datanet.node.hostile.Arena.TOPIC;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.datanet.hostilekit.HostileGossip;
import org.datanet.hostilekit.HostilePeer;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.datanet.node.network.PeerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What many identities can do that one cannot: none of them breaks a rule by itself. */
class CrowdTest {

  private static final int SOCKETS_MAX = 256;
  private static final int SOCKETS_PER_ADDRESS = 64;

  /** Nobody stands out at eight, and at twelve the score is −64: the thirteenth sinks all. */
  private static final int PEERS_PER_ADDRESS = 12;

  @RegisterExtension private final Arena arena = new Arena();

  private HostilePeer member(String address, int number) throws IOException {
    HostilePeer peer = arena.with(HostilePeer.joinFrom(address, arena.port(), number));
    HostileGossip gossip = new HostileGossip(peer);
    try {
      gossip.send(HostileGossip.subscribe(TOPIC.name()));
      gossip.send(HostileGossip.graft(TOPIC.name()));
    } catch (SocketException letGo) {
      // There were too many at its address before it could say a word.
    }
    return peer;
  }

  private static long connected(Arena arena, List<HostilePeer> peers) {
    return peers.stream().filter(arena::isConnected).count();
  }

  @Test
  void thousandsOfSybilsAtOneAddressGetAFewPlacesAndNoHold() throws Exception {
    int dialled = 2_000;
    List<HostilePeer> members = new ArrayList<>();
    for (int i = 0; i < 2 * PEERS_PER_ADDRESS; i++) {
      members.add(member("127.0.0.2", i));
    }
    for (int i = 0; i < dialled; i++) {
      HostilePeer peer = HostilePeer.dialFrom("127.0.0.2", arena.port(), 100 + i);
      if (i < SOCKETS_PER_ADDRESS) {
        arena.with(peer);
      } else {
        peer.close();
      }
    }

    arena.honestPeersGoOn(3);

    await().atMost(PATIENCE).until(() -> connected(arena, members) <= PEERS_PER_ADDRESS);
    await()
        .atMost(PATIENCE)
        .until(() -> arena.counted(Event.INBOUND_REFUSED) >= dialled - SOCKETS_PER_ADDRESS);
    assertThat(arena.sockets()).isLessThanOrEqualTo(SOCKETS_PER_ADDRESS + 2);
    assertThat(arena.victim().bans()).as("to have neighbours is no abuse").isEmpty();
    assertThat(arena.victim().dropped())
        .anySatisfy(drop -> assertThat(drop.reason()).contains("too many peers at its address"));
    arena.newcomer(9);
    arena.honestPeersGoOn(3);
    arena.assertGossipIsBounded();
    assertThat(arena.grown().threads()).isLessThan(40);
  }

  /** Whoever holds every place that others can take must not hold those that we take. */
  @Test
  void aNodeWhoseInboundPlacesAreAllTakenStillReachesWhomItWants() throws Exception {
    for (int i = 0; i < 6 * SOCKETS_PER_ADDRESS; i++) {
      arena.with(HostilePeer.dialFrom("127.0.0." + (2 + i / SOCKETS_PER_ADDRESS), arena.port(), i));
    }
    await().atMost(PATIENCE).until(() -> arena.sockets() == SOCKETS_MAX - SOCKETS_MAX / 8);
    PeerNetwork friend = arena.loner(9);

    String reached =
        arena
            .victim()
            .connect(friend.listenAddresses().getFirst())
            .toCompletableFuture()
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    assertThat(reached).isEqualTo(friend.localPeerId());
    arena.honestPeersGoOn(3);
  }

  /** They take every place in the mesh that there is, say nothing and pass nothing on. */
  @Test
  void aCrowdOfSilentMembersDoesNotCutHonestPeersOff() throws Exception {
    List<HostilePeer> members = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      members.add(member("127.0.0." + (2 + i / 6), i));
    }
    await().atMost(PATIENCE).until(() -> connected(arena, members) == members.size());

    arena.honestPeersGoOn(20);

    List<String> heard = arena.heardByNewcomer(9);
    AtomicInteger told = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              arena.alice().publish(TOPIC, ("late " + told.incrementAndGet()).getBytes(UTF_8));
              return !heard.isEmpty();
            });
    arena.assertGossipIsBounded();
  }
}
