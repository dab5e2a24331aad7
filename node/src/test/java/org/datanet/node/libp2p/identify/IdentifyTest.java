package org.datanet.node.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.record.PeerRecord;
import org.datanet.node.libp2p.wire.IdentifyMessage;
import org.junit.jupiter.api.Test;

class IdentifyTest {

  private final Identity identity = Identity.ofEd25519Seed(new byte[32]);
  private final PeerId peer = identity.peerId();

  @Test
  void readsWhatItWrites() throws Exception {
    Multiaddr listening = Multiaddr.parse("/ip4/10.0.0.1/tcp/4001");
    Multiaddr observed = Multiaddr.parse("/ip4/10.0.0.2/tcp/5001");

    ByteString record = PeerRecord.seal(identity, 1, List.of(listening));

    byte[] message =
        new Identify.Self(identity.publicKey(), "agent/1", "/family/1")
            .message(
                List.of("/a/1"), List.of(listening), Optional.of(observed), Optional.of(record));

    assertThat(Identify.report(peer, IdentifyMessage.parseFrom(message)))
        .contains(
            new PeerReport(
                Optional.of("agent/1"),
                Optional.of("/family/1"),
                List.of("/a/1"),
                List.of(listening),
                Optional.of(observed),
                Optional.of(record)));
  }

  @Test
  void disbelievesAPeerThatShowsAnotherKey() {
    byte[] seed = new byte[32];
    seed[0] = 1;
    byte[] other = Identity.ofEd25519Seed(seed).publicKey().encode();

    assertThat(
            Identify.report(
                peer,
                IdentifyMessage.newBuilder().setPublicKey(ByteString.copyFrom(other)).build()))
        .isEmpty();
  }

  @Test
  void cutsClaimsToSizeAndLeavesOutWhatItDoesNotKnow() {
    IdentifyMessage.Builder message =
        IdentifyMessage.newBuilder().setAgentVersion("a\u001b[2J" + "x".repeat(1_000));
    for (int i = 0; i < 1_000; i++) {
      message.addProtocols("/p/" + i).addListenAddrs(ByteString.copyFrom(new byte[] {1, 2}));
    }
    message.setProtocols(0, "/" + "y".repeat(200));

    PeerReport report = Identify.report(peer, message.build()).orElseThrow();

    assertThat(report.agentVersion().orElseThrow()).hasSize(128).startsWith("a?[2J");
    assertThat(report.protocols()).hasSize(256).startsWith("/p/1");
    assertThat(report.listenAddresses()).isEmpty();
    assertThat(report.protocolVersion()).isEmpty();
  }
}
