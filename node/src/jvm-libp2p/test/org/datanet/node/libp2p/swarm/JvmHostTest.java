package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;
import static org.datanet.node.libp2p.swarm.HostFixture.get;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.datanet.node.libp2p.host.ConnectionGate;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.jvm.JvmHost;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JvmHostTest {

  @RegisterExtension final HostFixture fixture = new HostFixture();

  private record Gate(boolean admits, Optional<String> refusal) implements ConnectionGate {
    @Override
    public boolean admits(InetAddress ip) {
      return admits;
    }

    @Override
    public Optional<String> refusal(PeerId peer) {
      return refusal;
    }
  }

  private Host host(int number) {
    return fixture.host(number, UnaryOperator.identity(), JvmHost::create);
  }

  private static long count(Host host, String event) {
    return host.counts().get(event).getAsLong();
  }

  @Test
  void asksItsGateBeforeItAcceptsASocket() {
    Host server = host(1);
    Host client = host(2);
    server.guard(new Gate(false, Optional.empty()));

    assertThatThrownBy(() -> get(client.connect(fixture.bind(server))))
        .hasCauseInstanceOf(IOException.class);

    assertThat(count(server, "inbound_refused")).isEqualTo(1);
    assertThat(count(client, "dial_failed")).isEqualTo(1);
    assertThat(server.connections()).isEmpty();
  }

  @Test
  void sendsAwayWhomItsGateRefusesByName() {
    Host server = host(1);
    Host client = host(2);
    server.guard(new Gate(true, Optional.of("banned: spam")));

    client.connect(fixture.bind(server));

    await().atMost(SOON).until(() -> count(server, "peer_refused") == 1);
    await().atMost(SOON).until(() -> client.connections().isEmpty());
    assertThat(server.connections()).isEmpty();
    assertThat(count(server, "inbound_opened")).isZero();
  }

  @Test
  void countsConnectionsAndNotWhatItIsNotTold() {
    Host server = host(1);
    Host client = host(2);

    get(client.connect(fixture.bind(server)));

    await().atMost(SOON).until(() -> count(server, "inbound_opened") == 1);
    assertThat(count(client, "outbound_opened")).isEqualTo(1);
    assertThat(client.counts()).doesNotContainKey("handshake_failed");
  }
}
