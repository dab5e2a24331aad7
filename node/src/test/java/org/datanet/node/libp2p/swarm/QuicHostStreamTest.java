package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;
import static org.datanet.node.libp2p.swarm.HostFixture.bytes;
import static org.datanet.node.libp2p.swarm.HostFixture.get;
import static org.datanet.node.libp2p.swarm.HostFixture.open;

import java.util.concurrent.atomic.AtomicReference;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.swarm.HostFixture.Recorder;
import org.junit.jupiter.api.Test;

class QuicHostStreamTest extends HostStreamContract {

  QuicHostStreamTest() {
    super(Wire.QUIC);
  }

  @Test
  void hearsOfTheEndThoughThePacketsAroundItAreSentAgain() throws Exception {
    Host server = fixture.host(3);
    Host client = fixture.host(4);
    AtomicReference<Stream> answering = new AtomicReference<>();
    server.handle(
        "/answer/1",
        stream -> {
          answering.set(stream);
          return new Recorder();
        });
    int port = fixture.bind(server).quicAddress().orElseThrow().getPort();
    try (LossyRelay relay = new LossyRelay(port)) {
      String address = "/ip4/127.0.0.1/udp/%d/quic-v1/p2p/%s";
      get(client.connect(Multiaddr.parse(address.formatted(relay.port(), server.peerId()))));
      Recorder answers = new Recorder();
      Stream stream = open(client, server.peerId(), "/answer/1", answers);
      stream.write(bytes("a question"));
      await().atMost(SOON).until(() -> answering.get() != null && relay.isQuiet());

      relay.loseTheSecond();
      answering.get().writeLast(bytes("the last words"));

      await().atMost(SOON).until(() -> answers.events.contains("remote close"));
      assertThat(answers.received).hasToString("the last words");
    }
  }
}
