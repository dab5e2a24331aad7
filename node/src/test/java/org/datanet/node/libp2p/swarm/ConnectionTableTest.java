package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.transport.MuxedConnection;
import org.datanet.node.libp2p.transport.MuxedStream;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {

  private static final PeerId SMALLER;
  private static final PeerId LARGER;
  private static final long RACE_SECONDS = 15;

  static {
    PeerId one = Identity.ofEd25519Seed(new byte[32]).peerId();
    PeerId other =
        Identity.ofEd25519Seed(
                new byte[] {
                  1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                  0, 0, 0, 0, 0
                })
            .peerId();
    SMALLER = one.compareTo(other) < 0 ? one : other;
    LARGER = one.compareTo(other) < 0 ? other : one;
  }

  private final ConnectionTable<PeerLink> ofSmaller = table(SMALLER);
  private final ConnectionTable<PeerLink> ofLarger = table(LARGER);

  private static ConnectionTable<PeerLink> table(PeerId self) {
    return new ConnectionTable<>(
        self, 10, 10, List.of("quic", "tcp"), TimeUnit.SECONDS.toNanos(RACE_SECONDS));
  }

  /** A connection as one of its ends sees it. */
  private record End(PeerId remotePeer, String transport, boolean isOutbound)
      implements MuxedConnection {

    @Override
    public Multiaddr remoteAddress() {
      return Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
    }

    @Override
    public EventExecutor eventLoop() {
      return ImmediateEventExecutor.INSTANCE;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void open(MuxedStream.Listener listener) {
      listener.onClosed("not in this test");
    }

    @Override
    public void close(String reason) {
      // nobody asks
    }
  }

  private static PeerLink link(
      PeerId remote, String transport, boolean outbound, long connectedAtSeconds) {
    return new MuxedLink(
        new End(remote, transport, outbound), TimeUnit.SECONDS.toNanos(connectedAtSeconds), 1_000);
  }

  private static void admit(ConnectionTable<PeerLink> table, PeerLink link) {
    table.admit(link, displaced -> {});
  }

  @Test
  void bothEndsKeepTheOneDialledBySmallerPeerIdInWhateverOrderTheyCome() {
    PeerLink out = link(LARGER, "tcp", true, 0);
    PeerLink in = link(SMALLER, "tcp", false, 0);

    admit(ofSmaller, out);
    admit(ofSmaller, link(LARGER, "quic", false, 1));
    admit(ofLarger, link(SMALLER, "quic", true, 0));
    admit(ofLarger, in);

    assertThat(ofSmaller.find(LARGER)).contains(out);
    assertThat(ofLarger.find(SMALLER)).contains(in);
  }

  @Test
  void bothEndsKeepTheBetterTransportOfARaceInWhateverOrderTheyCome() {
    PeerLink out = link(LARGER, "quic", true, 0);
    PeerLink in = link(SMALLER, "quic", false, 3);

    admit(ofSmaller, out);
    admit(ofSmaller, link(LARGER, "tcp", true, 3));
    admit(ofLarger, link(SMALLER, "tcp", false, 0));
    admit(ofLarger, in);

    assertThat(ofSmaller.find(LARGER)).contains(out);
    assertThat(ofLarger.find(SMALLER)).contains(in);
  }

  @Test
  void aDialLongAfterTheOtherReplacesItWhateverItsTransport() {
    PeerLink later = link(SMALLER, "tcp", false, RACE_SECONDS);
    admit(ofLarger, link(SMALLER, "quic", false, 0));

    ConnectionTable.Admission<PeerLink> admission = ofLarger.admit(later, displaced -> {});

    assertThat(admission.kept()).isTrue();
    assertThat(admission.displaced()).isPresent();
    assertThat(ofLarger.find(SMALLER)).contains(later);
  }

  @Test
  void whoDialsLongAfterWeDialledItHasLostOurConnection() {
    PeerLink later = link(LARGER, "quic", false, RACE_SECONDS);
    admit(ofSmaller, link(LARGER, "quic", true, 0));

    admit(ofSmaller, later);

    assertThat(ofSmaller.find(LARGER)).contains(later);
  }

  @Test
  void aSecondDialOverTheSameTransportReplacesTheFirst() {
    PeerLink later = link(SMALLER, "tcp", false, 1);
    admit(ofLarger, link(SMALLER, "tcp", false, 0));

    admit(ofLarger, later);

    assertThat(ofLarger.find(SMALLER)).contains(later);
  }

  @Test
  void keepsAnEighthOfThePlacesForOurOwnDials() throws UnknownHostException {
    ConnectionTable<PeerLink> table =
        new ConnectionTable<>(SMALLER, 16, 16, List.of(), TimeUnit.SECONDS.toNanos(1));
    InetAddress somewhere = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});

    long accepted = IntStream.range(0, 20).filter(i -> table.reserveInbound(somewhere)).count();
    long dialled = IntStream.range(0, 20).filter(i -> table.reserveOutbound()).count();

    assertThat(accepted).isEqualTo(14);
    assertThat(dialled).isEqualTo(2);
    table.releaseInbound(somewhere);
    assertThat(table.reserveInbound(somewhere)).isTrue();
  }
}
