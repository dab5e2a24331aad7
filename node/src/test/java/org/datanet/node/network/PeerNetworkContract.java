package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.network.NetworkFixture.LONG;
import static org.datanet.node.network.NetworkFixture.PROTOCOL;
import static org.datanet.node.network.NetworkFixture.TOPIC;
import static org.datanet.node.network.NetworkFixture.assertFails;
import static org.datanet.node.network.NetworkFixture.bytes;
import static org.datanet.node.network.NetworkFixture.cid;
import static org.datanet.node.network.NetworkFixture.done;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link PeerNetwork} keeps, over real sockets on loopback. */
abstract class PeerNetworkContract extends GossipContract {

  // ---- who is there

  @Test
  void connectsToThePeerNamedAndToNoOther() throws Exception {
    NetworkNode a = start(1);
    NetworkNode b = start(2);
    NetworkNode c = start(3);
    String wrong = c.address().replace(c.id(), b.id());

    assertThat(done(a.network.connect(b.address()))).isEqualTo(b.id());
    assertThat(done(a.network.connect(b.address()))).isEqualTo(b.id());

    assertThat(a.network.peers()).hasSize(1);
    assertFails(start(4).network.connect(wrong), "");
    assertFails(a.network.connect("not an address"), "");
  }

  @Test
  void listsAPeerWithItsStateOnBothSides() throws Exception {
    long beforeMs = System.currentTimeMillis();
    List<NetworkNode> two = mesh(2);
    NetworkNode listener = two.get(0);
    NetworkNode dialler = two.get(1);

    await().atMost(LONG).until(() -> dialler.info(listener).latencyMicros() > 0);
    await().atMost(LONG).until(() -> listener.info(dialler).latencyMicros() > 0);
    PeerInfo seen = dialler.info(listener);
    PeerInfo seenBack = listener.info(dialler);

    assertThat(seen.direction()).isEqualTo(PeerInfo.Direction.OUTBOUND);
    assertThat(seenBack.direction()).isEqualTo(PeerInfo.Direction.INBOUND);
    assertThat(List.of(seen, seenBack))
        .allSatisfy(
            info -> {
              assertThat(info.transport()).isEqualTo("tcp");
              assertThat(info.agent()).isEqualTo("test");
              assertThat(info.connectedAtMs()).isBetween(beforeMs - 50, System.currentTimeMillis());
            });
    assertThat(listener.address()).isEqualTo(seen.address() + "/p2p/" + listener.id());
    assertThat(seenBack.address()).startsWith("/ip4/127.0.0.1/tcp/");
  }

  @Test
  void keepsOneConnectionOfTwoDialledAtTheSameTime() throws Exception {
    NetworkNode a = start(1);
    NetworkNode b = start(2);

    CompletionStage<String> there = a.network.connect(b.address());
    CompletionStage<String> back = b.network.connect(a.address());
    // Either dial may be the one that is given up; nobody is left alone by it.
    there.handle((peer, failure) -> peer).toCompletableFuture().get();
    back.handle((peer, failure) -> peer).toCompletableFuture().get();
    fixture.settle(List.of(a, b));

    await().atMost(LONG).until(() -> a.network.peers().size() == 1);
    await().atMost(LONG).until(() -> b.network.peers().size() == 1);
    assertThat(a.info(b).direction()).isNotEqualTo(b.info(a).direction());
  }

  @Test
  void noticesThatAPeerLeaves() throws Exception {
    List<NetworkNode> two = mesh(2);
    NetworkNode stays = two.get(0);
    String leaver = two.get(1).id();
    await().atMost(LONG).until(() -> stays.events.contains("+" + leaver));

    two.get(1).network.close();

    await().atMost(LONG).until(() -> stays.events.contains("-" + leaver));
    assertThat(stays.events).containsExactly("+" + leaver, "-" + leaver);
    assertThat(stays.network.peers()).isEmpty();
    DroppedPeer dropped = stays.network.dropped().getFirst();
    assertThat(dropped.peerId()).isEqualTo(leaver);
    assertThat(dropped.reason()).isNotBlank();
    assertThat(dropped.score()).isNotNegative();
  }

  @Test
  void keepsDiallingABootstrapAddressUntilSomebodyIsThere() throws Exception {
    NetworkNode first = start(1);
    String address = first.address();
    String socket = first.socket();
    first.network.close();
    NetworkNode waiting = fixture.start(this::create, 2, List.of(address));

    NetworkNode back = startAt(1, socket);

    await().atMost(LONG).until(() -> waiting.network.peers().size() == 1);
    assertThat(waiting.info(back).direction()).isEqualTo(PeerInfo.Direction.OUTBOUND);
  }

  @Test
  void redialsABootstrapPeerThatWasLostAndGossipsWithItAgain() throws Exception {
    List<NetworkNode> two = mesh(2);
    NetworkNode stays = two.get(1);
    String socket = two.get(0).socket();
    two.get(0).network.close();
    await().atMost(LONG).until(() -> stays.network.peers().isEmpty());

    NetworkNode back = startAt(1, socket);
    fixture.settle(List.of(stays, back));
    done(back.network.publish(TOPIC, bytes("here again")));

    await().atMost(LONG).until(() -> stays.heard.containsKey("here again"));
    assertThat(stays.events).containsExactly("+" + back.id(), "-" + back.id(), "+" + back.id());
  }

  // ---- requests

  @Test
  void answersRequestsAndRefusals() throws Exception {
    List<NetworkNode> two = mesh(2);
    PeerNetwork asker = two.get(0).network;
    String peer = two.get(1).id();

    Response echo = done(asker.request(peer, PROTOCOL, bytes("echo me"), 5_000));
    Response refused = done(asker.request(peer, PROTOCOL, bytes("refuse"), 5_000));
    Response failed = done(asker.request(peer, PROTOCOL, bytes("fail"), 5_000));
    Response large = done(asker.request(peer, PROTOCOL, bytes("4 MiB"), 20_000));
    Response tooLarge = done(asker.request(peer, PROTOCOL, bytes("5 MiB"), 20_000));

    assertThat(((Response.Ok) echo).body()).isEqualTo(bytes("echo me"));
    assertThat(refused).isEqualTo(new Response.Refused(17, "no such epoch"));
    assertThat(((Response.Refused) failed).code()).isEqualTo(2);
    assertThat(((Response.Ok) large).body()).hasSize(4 << 20);
    assertThat(((Response.Refused) tooLarge).code()).isEqualTo(3);
  }

  @Test
  void aRequestFailsAtItsDeadlineOverItsLimitAndWhereNobodyAnswers() throws Exception {
    List<NetworkNode> two = mesh(2);
    PeerNetwork asker = two.get(0).network;
    String peer = two.get(1).id();
    String stranger = start(9).id();

    assertFails(asker.request(peer, PROTOCOL, bytes("never"), 200), "no reply within 200 ms");
    assertFails(asker.request(peer, PROTOCOL, new byte[65_537], 5_000), "too large");
    assertFails(asker.request(peer, "/unknown/1", bytes("?"), 5_000), "");
    assertFails(asker.request(stranger, PROTOCOL, bytes("?"), 5_000), "");
    assertFails(asker.request("not a peer", PROTOCOL, bytes("?"), 5_000), "");
  }

  @Test
  void aRequestFailsWhenItsPeerLeaves() throws Exception {
    List<NetworkNode> two = mesh(2);
    CompletionStage<Response> open =
        two.get(0).network.request(two.get(1).id(), PROTOCOL, bytes("never"), 600_000);
    await().atMost(LONG).until(() -> two.get(1).stuck.get() == 1);

    two.get(1).network.close();

    assertFails(open, "");
  }

  @Test
  void refusesMoreRequestsAtOnceThanItsBound() throws Exception {
    List<NetworkNode> two = mesh(2);
    PeerNetwork asker = two.get(0).network;
    String peer = two.get(1).id();
    List<CompletableFuture<Response>> stuck = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      stuck.add(asker.request(peer, PROTOCOL, bytes("never"), 20_000).toCompletableFuture());
    }
    await().atMost(LONG).until(() -> two.get(1).stuck.get() == 16);

    Response busy = done(asker.request(peer, PROTOCOL, bytes("echo"), 5_000));

    assertThat(((Response.Refused) busy).code()).isEqualTo(1);
    stuck.forEach(request -> assertThat(request).isNotDone());
  }

  // ---- content

  @Test
  void fetchesManySmallContentsAndALargeOneThoughOnlyOneNodeHasThem() throws Exception {
    List<NetworkNode> three = mesh(3);
    NetworkNode holder = three.get(2);
    List<byte[]> cids = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      cids.add(holder.hold(bytes("content " + i)));
    }
    byte[] mebibyte = new byte[1 << 20];
    Arrays.fill(mebibyte, (byte) 7);
    cids.add(holder.hold(mebibyte));
    Map<String, byte[]> got = new ConcurrentHashMap<>();
    ContentSink sink = (cid, data) -> got.put(HexFormat.of().formatHex(cid), data);

    // preferred: a peer that lacks everything
    ContentOutcome outcome =
        done(three.get(0).network.fetchContent(cids, Optional.of(three.get(1).id()), 30_000, sink));

    assertThat(outcome.missing()).isEmpty();
    assertThat(outcome.received()).isEqualTo(501);
    assertThat(got).hasSize(501);
    assertThat(got.get(HexFormat.of().formatHex(cids.get(500)))).isEqualTo(mebibyte);
  }

  @Test
  void namesAnAbsentContentAtTheDeadline() throws Exception {
    List<NetworkNode> two = mesh(2);
    byte[] present = two.get(1).hold(bytes("here"));
    byte[] absent = cid(bytes("nowhere"));
    List<byte[]> wanted = List.of(absent, present);
    Optional<String> preferred = Optional.of(two.get(1).id());

    ContentOutcome outcome =
        done(two.get(0).network.fetchContent(wanted, preferred, 700, (cid, data) -> {}));

    assertThat(outcome.received()).isEqualTo(1);
    assertThat(outcome.missing()).containsExactly(absent);
  }

  @Test
  void refusesCorruptContentAndTakesItFromAnotherPeer() throws Exception {
    List<NetworkNode> three = mesh(3);
    byte[] data = bytes("the truth");
    three.get(1).contents.put(HexFormat.of().formatHex(cid(data)), bytes("a lie"));
    three.get(2).hold(data);
    List<byte[]> got = new CopyOnWriteArrayList<>();
    Optional<String> liar = Optional.of(three.get(1).id());

    ContentOutcome outcome =
        done(
            three
                .get(0)
                .network
                .fetchContent(
                    List.of(cid(data)), liar, 20_000, (cid, content) -> got.add(content)));

    assertThat(outcome.received()).isEqualTo(1);
    assertThat(got).containsExactly(data);
  }

  // ---- the end

  @Test
  void refusesToStartWhereThePortIsTaken() throws Exception {
    NetworkNode first = start(1);
    NetworkConfig same = new NetworkConfig(List.of(first.socket()), List.of(), 1);

    try (PeerNetwork second = create(2, same)) {
      assertFails(second.start(), first.socket());
    }
  }

  @Test
  void closeEndsWhatIsUnderWay() throws Exception {
    List<NetworkNode> two = mesh(2);
    PeerNetwork closing = two.get(0).network;
    List<byte[]> absent = List.of(cid(bytes("nowhere")));
    CompletionStage<Response> request =
        closing.request(two.get(1).id(), PROTOCOL, bytes("never"), 600_000);
    CompletionStage<ContentOutcome> fetch =
        closing.fetchContent(absent, Optional.empty(), 600_000, (cid, data) -> {});
    await().atMost(LONG).until(() -> two.get(1).stuck.get() == 1);

    closing.close();

    assertFails(request, "");
    assertThat(done(fetch).missing()).hasSize(1);
    assertFails(closing.publish(TOPIC, bytes("too late")), "closed");
    assertFails(closing.connect(two.get(1).address()), "");
    assertThat(closing.peers()).isEmpty();
  }

  @Test
  void closeReleasesPortsAndThreads() throws Exception {
    List<String> sockets = startAndCloseAt(List.of("/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.1/tcp/0"));
    int threads = Thread.activeCount();

    for (int round = 0; round < 5; round++) {
      assertThat(startAndCloseAt(sockets)).isEqualTo(sockets);
    }

    await().atMost(LONG).until(() -> Thread.activeCount() <= threads);
  }

  /** Nodes at these addresses that have gossiped with each other and are gone. */
  private List<String> startAndCloseAt(List<String> sockets) throws Exception {
    List<NetworkNode> nodes = new ArrayList<>();
    for (String socket : sockets) {
      List<String> earlier = nodes.stream().map(NetworkNode::address).toList();
      NetworkConfig config = new NetworkConfig(List.of(socket), earlier, earlier.size());
      nodes.add(fixture.start(this::create, nodes.size() + 1, config));
    }
    fixture.settle(nodes);
    nodes.forEach(node -> node.network.close());
    return nodes.stream().map(NetworkNode::socket).toList();
  }
}
