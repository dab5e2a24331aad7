package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a connection knows of its peer once identify has told. */
class IdentifiedPeerTest {

  @RegisterExtension final HostFixture fixture = new HostFixture();

  @Test
  void aPeerThatDialledUsSaysWhereItListens() {
    Swarm dialler = fixture.host(1);
    Multiaddr listening = HostFixture.listen(dialler);
    Swarm dialled = fixture.host(2);

    HostFixture.get(dialler.connect(HostFixture.listen(dialled)));

    await().atMost(HostFixture.SOON).until(() -> dialled.connections().size() == 1);
    Host.PeerConnection inbound = dialled.connections().getFirst();
    await()
        .atMost(HostFixture.SOON)
        .untilAsserted(
            () ->
                assertThat(inbound.remoteListenAddresses())
                    .containsExactly(listening.withoutPeerId()));
    assertThat(inbound.remoteAddress().withoutPeerId()).isNotEqualTo(listening.withoutPeerId());
  }

  @Test
  void aPeerLearnsOfAProtocolThatComesLater() {
    Swarm dialler = fixture.host(1);
    Swarm dialled = fixture.host(2);
    Host.PeerConnection connection = HostFixture.get(dialler.connect(HostFixture.listen(dialled)));
    await()
        .atMost(HostFixture.SOON)
        .untilAsserted(() -> assertThat(connection.remoteProtocols()).isNotEmpty());

    dialled.handle("/later/1", stream -> new HostFixture.Echo());

    await()
        .atMost(HostFixture.SOON)
        .untilAsserted(() -> assertThat(connection.remoteProtocols()).contains("/later/1"));
  }
}
