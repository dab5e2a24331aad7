package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.kad.KadFixture.SOON;
import static org.datanet.node.libp2p.kad.KadFixture.TIMING;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.kad.KadConfig.Mode;
import org.datanet.node.libp2p.kad.KadFixture.Node;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.streams.Silence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Peer routing over real sockets. */
class KadServiceTest {

  /** Looks for itself once, and then not again while a test lasts. */
  private static final KadTiming SELDOM = TIMING.withJoinMs(600_000);

  @RegisterExtension final KadFixture fixture = new KadFixture();

  @Test
  void twelveHostsInALineFindEachOther() {
    List<Node> line = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      line.add(fixture.server(i));
    }
    for (int i = 1; i < line.size(); i++) {
      line.get(i - 1).connect(line.get(i));
    }

    await().atMost(SOON).until(() -> line.stream().allMatch(node -> node.known() == 11));

    for (Node seeker : line) {
      for (Node wanted : line) {
        assertThat(seeker.find(wanted.id())).contains(wanted.address());
      }
    }
  }

  @Test
  void findsAPeerThatServesNobodyThroughOneThatItIsConnectedTo() {
    Node seeker = fixture.node(1, Mode.CLIENT, TIMING, 100);
    Node between = fixture.server(2);
    Node client = fixture.node(3, Mode.CLIENT, TIMING, 100);
    seeker.connect(between);
    client.connect(between);
    await().atMost(SOON).until(() -> client.known() == 1 && seeker.known() == 1);
    // It is told of only once it has said where it listens.
    await()
        .atMost(SOON)
        .until(
            () ->
                between.host.connections().stream()
                    .filter(c -> c.remotePeer().equals(client.id()))
                    .anyMatch(c -> !c.remoteListenAddresses().isEmpty()));

    List<Multiaddr> addresses = seeker.find(client.id());

    assertThat(addresses).contains(client.address());
    assertThat(seeker.known()).isEqualTo(1);
    assertThat(between.known()).isZero();
  }

  @Test
  void findsNothingOfAPeerThatNobodyKnows() {
    Node seeker = fixture.server(1);
    Node other = fixture.server(2);
    seeker.connect(other);
    await().atMost(SOON).until(() -> seeker.known() == 1);

    assertThat(seeker.find(Peers.peer(1))).isEmpty();
    assertThat(fixture.server(3).find(Peers.peer(1))).isEmpty();
  }

  @Test
  void wanderingMeetsPeersThatNobodyLookedFor() {
    Node seeker = fixture.node(1, Mode.CLIENT, SELDOM, 100);
    Node middle = fixture.server(2);
    seeker.connect(middle);
    await().atMost(SOON).until(() -> seeker.known() == 1 && seeker.kad.status().lookupsEnded() > 0);
    Node end = fixture.server(3);
    middle.connect(end);
    await().atMost(SOON).until(() -> middle.known() == 1);

    long met = KadFixture.get(seeker.kad.wander());

    assertThat(met).isEqualTo(1);
    assertThat(seeker.host.connections())
        .extracting(Host.PeerConnection::remotePeer)
        .contains(end.id());
    assertThat(KadFixture.get(seeker.kad.wander())).isZero();
  }

  @Test
  void aPeerThatBeginsToServeIsTakenIntoTheTablesOfThoseConnected() {
    Node server = fixture.server(1);
    Node late = fixture.node(2, Mode.CLIENT, TIMING, 100);
    late.connect(server);
    await().atMost(SOON).until(() -> late.known() == 1);
    int before = server.known();

    late.kad.serve();

    await().atMost(SOON).until(() -> server.known() == 1);
    assertThat(before).isZero();
  }

  @Test
  void beingReachedFromOurOwnMachineMakesNobodyAServer() {
    Node waiting = fixture.node(1, Mode.WHEN_REACHED, TIMING, 100);
    Node server = fixture.server(2);

    server.connect(waiting);

    await().atMost(SOON).until(() -> waiting.known() == 1);
    assertThat(waiting.kad.status().serving()).isFalse();
    assertThat(server.known()).isZero();
  }

  @Test
  void servesAtOnceWhereNothingThatIsAnnouncedIsOnTheInternet() {
    Node home = fixture.node(1, Mode.WHEN_REACHED, TIMING, 100);
    Node outside = fixture.node(2, Mode.WHEN_REACHED, TIMING, 100);
    Node named = fixture.node(3, Mode.WHEN_REACHED, TIMING, 100);
    Node server = fixture.server(4);

    home.kad.announced(List.of(Multiaddr.parse("/ip4/192.168.1.2/tcp/4190"), home.address()));
    outside.kad.announced(List.of(home.address(), Multiaddr.parse("/ip4/8.8.8.8/tcp/4190")));
    named.kad.announced(List.of(Multiaddr.parse("/dns4/node.example.org/tcp/4190")));
    server.connect(home);
    server.connect(outside);
    server.connect(named);

    await().atMost(SOON).until(() -> server.known() == 1 && home.kad.status().serving());
    assertThat(outside.kad.status().serving()).isFalse();
    assertThat(named.kad.status().serving()).isFalse();
  }

  @Test
  void closesWhatLookupsOpenedWhenThereIsNoMoreUseForIt() {
    KadTiming brief =
        new KadTiming(600_000, 500, 30_000, 5_000, 20_000, 60_000, 3_600_000, 30_000, 500);
    Node seeker = fixture.node(1, Mode.SERVER, brief, 0);
    Node middle = fixture.server(2);
    Node end = fixture.server(3);
    middle.connect(end);
    await().atMost(SOON).until(() -> middle.known() == 1);

    seeker.connect(middle);
    await().atMost(SOON).until(() -> seeker.known() == 2);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(seeker.host.connections())
                    .extracting(connection -> connection.remotePeer())
                    .containsExactly(middle.id()));
    assertThat(seeker.known()).isEqualTo(2);
    assertThat(seeker.find(end.id())).contains(end.address());
  }

  @Test
  void aSearchThatIsUnderWayFailsWhenPeerRoutingEnds() {
    KadTiming patient =
        new KadTiming(600_000, 500, 30_000, 60_000, 60_000, 60_000, 3_600_000, 30_000, 30_000);
    Node seeker = fixture.node(1, Mode.CLIENT, patient, 100);
    Node silent = fixture.node(2, Mode.CLIENT, patient, 100);
    silent.host.handle(KadFixture.PROTOCOL, stream -> new Silence());
    seeker.connect(silent);
    await().atMost(SOON).until(() -> seeker.kad.status().requestsOpen() > 0);
    CompletionStage<List<Multiaddr>> search = seeker.kad.findPeer(Peers.peer(1));

    seeker.kad.close();

    assertThatThrownBy(() -> KadFixture.get(search)).hasMessageContaining("closed");
    assertThatThrownBy(() -> KadFixture.get(seeker.kad.findPeer(Peers.peer(1))))
        .hasMessageContaining("closed");
  }

  @Test
  void aPeerThatDoesNotAnswerHoldsALookupUpForTheTimeOfOneRequest() {
    KadTiming hasty =
        new KadTiming(600_000, 500, 30_000, 300, 20_000, 60_000, 3_600_000, 30_000, 30_000);
    Node seeker = fixture.node(1, Mode.CLIENT, hasty, 100);
    Node silent = fixture.node(2, Mode.CLIENT, TIMING, 100);
    Node server = fixture.server(3);
    silent.host.handle(KadFixture.PROTOCOL, stream -> new Silence());
    seeker.connect(silent);
    seeker.connect(server);
    await().atMost(SOON).until(() -> seeker.known() == 2);

    assertThat(seeker.find(Peers.peer(1))).isEmpty();

    await().atMost(SOON).until(() -> seeker.kad.status().requestsOpen() == 0);
    assertThat(seeker.kad.status().requestsFailed()).isPositive();
  }
}
