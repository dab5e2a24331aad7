package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.kad.KadConfig;
import org.datanet.node.libp2p.kad.KadConnections;
import org.datanet.node.libp2p.kad.KadService;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.peerbook.PeerBook;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.datanet.node.libp2p.swarm.Swarm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that gossip names without an address: a seeker, one between and the one named. */
class IntroductionTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private Host seeker;
  private Host between;
  private Host named;
  private KadService kad;

  @BeforeEach
  void start() {
    seeker = host(1);
    between = host(2);
    named = host(3);
    kad = kad(seeker, KadConfig.Mode.CLIENT);
    kad(between, KadConfig.Mode.SERVER);
    for (Host host : List.of(seeker, between, named)) {
      done(host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    }
    done(named.connect(between.peerId(), between.listenAddresses()));
    done(seeker.connect(between.peerId(), between.listenAddresses()));
    await().atMost(SOON).until(() -> kad.status().tablePeers() == 1);
    await()
        .atMost(SOON)
        .until(
            () ->
                between.connections().stream()
                    .noneMatch(connection -> connection.remoteListenAddresses().isEmpty()));
  }

  @AfterEach
  void close() throws Exception {
    timer.shutdownNow();
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  private Host host(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    Host host = Swarm.create(HostConfig.defaults(Identity.ofEd25519Seed(seed), "test"));
    parts.add(host);
    return host;
  }

  private KadService kad(Host host, KadConfig.Mode mode) {
    KadService service =
        new KadService(host, KadConfig.of("/test/kad/1.0.0", mode, 1), new HostConnections(host));
    parts.add(service);
    service.start();
    return service;
  }

  private record HostConnections(Host host) implements KadConnections {

    @Override
    public CompletionStage<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses) {
      return host.connect(peer, addresses);
    }

    @Override
    public void release(PeerConnection connection) {
      // The test ends before.
    }
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private Introductions introductions(PeerBook book, int peersWanted) {
    PeerRouting routing = new PeerRouting(seeker, kad, book, peersWanted, timer);
    return new Introductions(book, (peer, address, reason) -> fail(reason), routing::introduced);
  }

  @Test
  void aPeerThatIsNamedWithoutAnAddressIsLookedFor() {
    PeerBook book = new PeerBook(seeker.peerId(), 1);

    introductions(book, 10).introduced(named.peerId());

    await().atMost(SOON).until(() -> !book.addresses(named.peerId()).isEmpty());
    assertThat(book.addresses(named.peerId())).containsAnyElementsOf(named.listenAddresses());
  }

  @Test
  void isNotLookedForWhereThereAreEnoughPeersOrItWasJustLookedFor() throws Exception {
    PeerBook book = new PeerBook(seeker.peerId(), 1);
    byte[] noKey = new byte[PeerId.ED25519_KEY_BYTES];
    PeerId nobody = PeerId.ofEd25519(noKey);
    await().atMost(SOON).until(() -> kad.status().lookupsEnded() == 1); // for itself, to join
    long before = 1;

    introductions(book, 1).introduced(named.peerId());
    Introductions wanting = introductions(book, 10);
    wanting.introduced(nobody);
    await().atMost(SOON).until(() -> kad.status().lookupsEnded() == before + 1);
    wanting.introduced(nobody);
    timer.submit(() -> {}).get(20, TimeUnit.SECONDS); // the one before is decided
    wanting.introduced(named.peerId());
    await().atMost(SOON).until(() -> !book.addresses(named.peerId()).isEmpty());

    await().atMost(SOON).until(() -> kad.status().lookupsEnded() == before + 2);
    assertThat(kad.status().lookupsEnded()).isEqualTo(before + 2);
  }
}
