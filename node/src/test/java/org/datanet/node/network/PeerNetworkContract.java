package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link PeerNetwork} keeps, over real sockets on loopback. */
abstract class PeerNetworkContract {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Topic TOPIC = new Topics("test").operations();
  private static final String PROTOCOL = new Topics("test").epochs();

  private final List<Node> nodes = new ArrayList<>();

  /** A network of this identity, not started. */
  abstract PeerNetwork create(int identity, NetworkConfig config) throws Exception;

  @AfterEach
  void closeAll() {
    nodes.forEach(node -> node.network.close());
  }

  @Test
  void fiveNodesHearAThousandMessagesWithNoneLostOrDoubled() throws Exception {
    List<Node> five = mesh(5);
    int each = 200;

    for (int m = 0; m < each; m++) {
      for (Node node : five) {
        done(node.network.publish(TOPIC, bytes(node.network.localPeerId() + " says " + m)));
      }
    }

    await().atMost(LONG).until(() -> five.stream().allMatch(n -> n.heard.size() == 4 * each));
    assertThat(five).allSatisfy(node -> assertThat(node.heard.values()).allMatch(c -> c == 1));
    assertThat(five)
        .allSatisfy(
            node ->
                assertThat(node.heard.keySet())
                    .noneMatch(text -> text.startsWith(node.network.localPeerId())));
  }

  @Test
  void aMessageOfSixHundredKilobytesReachesNodesThatAreNotNeighbours() throws Exception {
    Node a = start(1, List.of());
    Node b = start(2, List.of(a.address()));
    Node c = start(3, List.of(b.address()));
    settle(List.of(a, b, c));
    String large = "x".repeat(600_000);

    done(a.network.publish(TOPIC, bytes(large)));

    await().atMost(LONG).until(() -> c.heard.containsKey(large));
  }

  @Test
  void aNodeThatLeavesAndReturnsHearsNewMessages() throws Exception {
    List<Node> three = mesh(3);
    Node leaver = three.get(2);
    leaver.network.close();
    await()
        .atMost(LONG)
        .until(() -> three.subList(0, 2).stream().allMatch(n -> n.network.peers().size() == 1));
    done(three.get(0).network.publish(TOPIC, bytes("while away")));

    Node returned = start(3, List.of(three.get(0).address(), three.get(1).address()));
    settle(List.of(three.get(0), three.get(1), returned));
    done(three.get(1).network.publish(TOPIC, bytes("welcome back")));

    await().atMost(LONG).until(() -> returned.heard.containsKey("welcome back"));
    assertThat(returned.heard.get("welcome back")).isEqualTo(1);
  }

  @Test
  void aRejectedMessageGoesNoFurtherAndIsCountedAgainstItsSender() throws Exception {
    Node a = start(1, List.of());
    Node b = start(2, List.of(a.address()));
    Node c = start(3, List.of(b.address()));
    settle(List.of(a, b, c));
    b.rejects.add("bad");

    done(a.network.publish(TOPIC, bytes("bad")));
    done(a.network.publish(TOPIC, bytes("good")));

    await().atMost(LONG).until(() -> c.heard.containsKey("good"));
    await().atMost(LONG).until(() -> b.info(a).rejected() == 1 && b.info(a).delivered() > 0);
    assertThat(c.heard).doesNotContainKey("bad");
  }

  @Test
  void tellsAboutItsPeers() throws Exception {
    List<Node> two = mesh(2);
    Node listener = two.get(0);
    Node dialler = two.get(1);

    assertThat(dialler.info(listener).direction()).isEqualTo(PeerInfo.Direction.OUTBOUND);
    assertThat(listener.info(dialler).direction()).isEqualTo(PeerInfo.Direction.INBOUND);
    assertThat(dialler.info(listener).transport()).isEqualTo("tcp");
    assertThat(listener.address())
        .startsWith(dialler.info(listener).address())
        .endsWith("/p2p/" + listener.network.localPeerId());
    assertThat(dialler.info(listener).agent()).isEqualTo("test");
    await().atMost(LONG).until(() -> listener.events.contains("+" + dialler.id()));
    dialler.network.close();
    await().atMost(LONG).until(() -> listener.events.contains("-" + dialler.id()));
    assertThat(listener.network.peers()).isEmpty();
  }

  @Test
  void keepsDiallingABootstrapAddressUntilSomebodyIsThere() throws Exception {
    Node first = start(1, List.of());
    String address = first.address();
    first.network.close();
    Node waiting = start(2, List.of(address));

    Node back = new Node(1, new NetworkConfig(List.of(port(address)), List.of(), 1));
    done(back.network.start());

    await().atMost(LONG).until(() -> waiting.network.peers().size() == 1);
  }

  @Test
  void connectsToThePeerNamedAndToNoOther() throws Exception {
    Node a = start(1, List.of());
    Node b = start(2, List.of());
    Node c = start(3, List.of());

    assertThat(done(a.network.connect(b.address()))).isEqualTo(b.id());
    String wrong = c.address().replace(c.id(), b.id());
    Node d = start(4, List.of());
    assertThatThrownBy(() -> done(d.network.connect(wrong)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> done(a.network.connect("not an address")))
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void answersRequestsAndRefusals() throws Exception {
    List<Node> two = mesh(2);
    Node asker = two.get(0);
    String peer = two.get(1).id();

    Response echo = done(asker.network.request(peer, PROTOCOL, bytes("echo me"), 5_000));
    Response refused = done(asker.network.request(peer, PROTOCOL, bytes("refuse"), 5_000));
    Response failed = done(asker.network.request(peer, PROTOCOL, bytes("fail"), 5_000));
    Response large = done(asker.network.request(peer, PROTOCOL, bytes("4 MiB"), 20_000));
    Response tooLarge = done(asker.network.request(peer, PROTOCOL, bytes("5 MiB"), 20_000));

    assertThat(((Response.Ok) echo).body()).isEqualTo(bytes("echo me"));
    assertThat(refused).isEqualTo(new Response.Refused(17, "no such epoch"));
    assertThat(((Response.Refused) failed).code()).isEqualTo(2);
    assertThat(((Response.Ok) large).body()).hasSize(4 << 20);
    assertThat(((Response.Refused) tooLarge).code()).isEqualTo(3);
  }

  @Test
  void aRequestFailsAtItsDeadlineOverItsLimitAndWhereNobodyAnswers() throws Exception {
    List<Node> two = mesh(2);
    PeerNetwork asker = two.get(0).network;
    String peer = two.get(1).id();

    assertFails(asker.request(peer, PROTOCOL, bytes("never"), 200), "no reply within 200 ms");
    assertFails(asker.request(peer, PROTOCOL, new byte[65_537], 5_000), "too large");
    assertFails(asker.request(peer, "/unknown/1", bytes("?"), 5_000), "");
    assertFails(asker.request(start(9, List.of()).id(), PROTOCOL, bytes("?"), 5_000), "");
  }

  @Test
  void refusesMoreRequestsAtOnceThanItsBound() throws Exception {
    List<Node> two = mesh(2);
    PeerNetwork asker = two.get(0).network;
    List<CompletableFuture<Response>> stuck = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      stuck.add(
          asker.request(two.get(1).id(), PROTOCOL, bytes("never"), 20_000).toCompletableFuture());
    }
    await().atMost(LONG).until(() -> two.get(1).stuck.get() == 16);

    Response busy = done(asker.request(two.get(1).id(), PROTOCOL, bytes("echo"), 5_000));

    assertThat(((Response.Refused) busy).code()).isEqualTo(1);
    stuck.forEach(request -> assertThat(request).isNotDone());
  }

  @Test
  void fetchesManySmallContentsAndALargeOneThoughOnlyOneNodeHasThem() throws Exception {
    List<Node> three = mesh(3);
    Node holder = three.get(2);
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
    List<Node> two = mesh(2);
    byte[] present = two.get(1).hold(bytes("here"));
    byte[] absent = cid(bytes("nowhere"));

    ContentOutcome outcome =
        done(
            two.get(0)
                .network
                .fetchContent(
                    List.of(absent, present), Optional.of(two.get(1).id()), 700, (c, d) -> {}));

    assertThat(outcome.received()).isEqualTo(1);
    assertThat(outcome.missing()).containsExactly(absent);
  }

  @Test
  void refusesCorruptContentAndTakesItFromAnotherPeer() throws Exception {
    List<Node> three = mesh(3);
    byte[] data = bytes("the truth");
    three.get(1).contents.put(HexFormat.of().formatHex(cid(data)), bytes("a lie"));
    three.get(2).hold(data);
    List<byte[]> got = new CopyOnWriteArrayList<>();

    ContentOutcome outcome =
        done(
            three
                .get(0)
                .network
                .fetchContent(
                    List.of(cid(data)),
                    Optional.of(three.get(1).id()),
                    20_000,
                    (cid, content) -> got.add(content)));

    assertThat(outcome.received()).isEqualTo(1);
    assertThat(got).containsExactly(data);
  }

  /** So many nodes, each of which has dialled all before it. */
  private List<Node> mesh(int count) throws Exception {
    List<Node> mesh = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      mesh.add(start(i + 1, mesh.stream().map(Node::address).toList()));
    }
    settle(mesh);
    return mesh;
  }

  /** Waits until gossip flows: a probe from each node has reached every other. */
  private void settle(List<Node> settling) {
    AtomicInteger round = new AtomicInteger();
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              int probe = round.incrementAndGet();
              for (Node node : settling) {
                done(node.network.publish(TOPIC, bytes("probe " + probe + " " + node.id())));
              }
              return settling.stream().allMatch(n -> n.probedBy.size() == settling.size() - 1);
            });
  }

  private Node start(int identity, List<String> bootstrap) throws Exception {
    NetworkConfig config =
        new NetworkConfig(List.of("/ip4/127.0.0.1/tcp/0"), bootstrap, bootstrap.size());
    Node node = new Node(identity, config);
    done(node.network.start());
    return node;
  }

  private static String port(String address) {
    return address.substring(0, address.indexOf("/p2p/"));
  }

  private static void assertFails(CompletionStage<Response> request, String reason) {
    assertThatThrownBy(() -> done(request))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(Exception.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** CIDv1 of raw data. */
  private static byte[] cid(byte[] data) throws NoSuchAlgorithmException {
    byte[] cid = Arrays.copyOf(new byte[] {1, 0x55, 0x12, 32}, 36);
    System.arraycopy(MessageDigest.getInstance("SHA-256").digest(data), 0, cid, 4, 32);
    return cid;
  }

  /** A network and what it has heard. */
  private final class Node {
    final PeerNetwork network;
    final Map<String, Integer> heard = new ConcurrentHashMap<>();
    final Map<String, Boolean> probedBy = new ConcurrentHashMap<>();
    final List<String> rejects = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    final AtomicInteger stuck = new AtomicInteger();

    Node(int identity, NetworkConfig config) throws Exception {
      network = create(identity, config);
      nodes.add(this);
      network.subscribe(TOPIC, (from, data) -> CompletableFuture.supplyAsync(() -> judge(data)));
      network.serve(PROTOCOL, (from, body) -> answer(new String(body, StandardCharsets.UTF_8)));
      network.serveContent(
          new ContentSource() {
            @Override
            public Optional<byte[]> content(byte[] cid) {
              return Optional.ofNullable(contents.get(HexFormat.of().formatHex(cid)));
            }

            @Override
            public boolean has(byte[] cid) {
              return content(cid).isPresent();
            }
          });
      network.addListener(
          new PeerListener() {
            @Override
            public void onPeerConnected(String peer) {
              events.add("+" + peer);
            }

            @Override
            public void onPeerDisconnected(String peer) {
              events.add("-" + peer);
            }
          });
    }

    String id() {
      return network.localPeerId();
    }

    String address() {
      return network.listenAddresses().get(0);
    }

    PeerInfo info(Node peer) {
      return network.peers().stream()
          .filter(info -> info.peerId().equals(peer.id()))
          .findFirst()
          .orElseThrow();
    }

    byte[] hold(byte[] data) throws NoSuchAlgorithmException {
      byte[] cid = cid(data);
      contents.put(HexFormat.of().formatHex(cid), data);
      return cid;
    }

    private Verdict judge(byte[] data) {
      String text = new String(data, StandardCharsets.UTF_8);
      if (text.startsWith("probe ")) {
        probedBy.put(text.substring(text.lastIndexOf(' ') + 1), true);
        return Verdict.ACCEPT;
      }
      heard.merge(text, 1, Integer::sum);
      return rejects.contains(text) ? Verdict.REJECT : Verdict.ACCEPT;
    }

    private CompletionStage<Response> answer(String request) {
      return switch (request) {
        case "refuse" ->
            CompletableFuture.completedFuture(new Response.Refused(17, "no such epoch"));
        case "fail" -> CompletableFuture.failedFuture(new IOException("the disk is gone"));
        case "4 MiB" -> CompletableFuture.completedFuture(new Response.Ok(new byte[4 << 20]));
        case "5 MiB" -> CompletableFuture.completedFuture(new Response.Ok(new byte[5 << 20]));
        case "never" -> {
          stuck.incrementAndGet();
          yield new CompletableFuture<>();
        }
        default -> CompletableFuture.completedFuture(new Response.Ok(bytes(request)));
      };
    }
  }
}
