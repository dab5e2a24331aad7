package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;
import static org.datanet.node.libp2p.swarm.HostFixture.get;
import static org.datanet.node.libp2p.swarm.HostFixture.listen;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.datanet.node.libp2p.host.Host.ConnectionListener;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.record.PeerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnnouncementTest {

  private static final Multiaddr FIRST = Multiaddr.parse("/ip4/192.0.2.1/tcp/4190");
  private static final Multiaddr SECOND = Multiaddr.parse("/ip4/192.0.2.2/tcp/4190");

  @RegisterExtension final HostFixture fixture = new HostFixture();

  private static final class Heard implements ConnectionListener {
    final List<Optional<PeerRecord>> records = new CopyOnWriteArrayList<>();
    final List<List<Multiaddr>> addresses = new CopyOnWriteArrayList<>();

    @Override
    public void onConnected(PeerConnection connection) {}

    @Override
    public void onIdentified(PeerConnection connection, List<String> protocols) {
      records.add(connection.remoteSignedRecord().flatMap(PeerRecord::open));
      addresses.add(connection.remoteListenAddresses());
    }

    @Override
    public void onDisconnected(PeerConnection connection, String reason) {}
  }

  @Test
  void identifyTellsWhatAHostAnnouncedSignedByItself() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    Heard heard = new Heard();
    client.addListener(heard);

    server.announce(List.of(FIRST));
    get(client.connect(listen(server)));

    await().atMost(SOON).until(() -> heard.records.size() == 1);
    PeerRecord record = heard.records.getFirst().orElseThrow();
    assertThat(record.peer()).isEqualTo(server.peerId());
    assertThat(record.addresses()).containsExactly(FIRST);
    assertThat(heard.addresses.getFirst()).containsExactly(FIRST);
  }

  @Test
  void whatAHostAnnouncesLaterIsPushedToThoseConnected() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    Heard heard = new Heard();
    client.addListener(heard);
    server.announce(List.of(FIRST));
    get(client.connect(listen(server)));
    await().atMost(SOON).until(() -> heard.records.size() == 1);

    server.announce(List.of(SECOND));

    await().atMost(SOON).until(() -> heard.records.size() == 2);
    PeerRecord first = heard.records.get(0).orElseThrow();
    PeerRecord second = heard.records.get(1).orElseThrow();
    assertThat(second.addresses()).containsExactly(SECOND);
    assertThat(second.seq()).isGreaterThan(first.seq());
  }

  @Test
  void aHostThatAnnouncedNothingSaysWhereItListens() {
    Swarm server = fixture.host(1);
    Swarm client = fixture.host(2);
    Heard heard = new Heard();
    client.addListener(heard);

    get(client.connect(listen(server)));

    await().atMost(SOON).until(() -> heard.addresses.size() == 1);
    assertThat(heard.addresses.getFirst()).isEqualTo(server.listenAddresses());
    assertThat(heard.records.getFirst()).isEmpty();
  }
}
