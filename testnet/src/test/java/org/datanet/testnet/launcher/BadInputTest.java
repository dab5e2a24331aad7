package org.datanet.testnet.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.datanet.hostilekit.HostilePeer;
import org.datanet.hostilekit.YamuxFrame;
import org.datanet.node.client.ApiClient;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers send to a node's port, as its operator sees it; docs/hostile-peers.md. */
class BadInputTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private LocalNetwork network;

  @AfterEach
  void down() throws IOException {
    if (network != null) {
      network.down();
    }
  }

  private static int port(ApiClient client) throws IOException {
    return client.status().addresses().stream()
        .flatMap(address -> Multiaddr.parse(address).tcpAddress().stream())
        .findFirst()
        .orElseThrow()
        .getPort();
  }

  private static boolean counts(ApiClient client, String event) throws IOException {
    return client
        .metrics()
        .lines()
        .anyMatch(line -> line.equals("datanet_connections_" + event + "_total 1.0"));
  }

  @Test
  void aNodeOutlivesGarbageAndOversizedFramesAndTellsOfThem() throws IOException {
    network =
        LocalNetwork.create(
            folder.resolve("net"),
            new NetworkPlan(1, 200, 1, 3, 1, OptionalInt.empty()),
            TestKeys.ofSeed(1),
            "lexnet-bad");
    network.up();
    try (ApiClient client = new ApiClient(network.apiUri(0));
        HostilePeer garbage = HostilePeer.dial(port(client), 1);
        HostilePeer oversized = HostilePeer.join(port(client), 2)) {

      garbage.write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
      oversized.frame(YamuxFrame.control(YamuxFrame.DATA, 0, 9, 0xffff_ffffL));

      assertThat(garbage.isCutOffWithin(PATIENCE)).isTrue();
      assertThat(oversized.isCutOffWithin(PATIENCE)).isTrue();
      long epoch = client.status().epoch();
      assertThat(Waiting.until(PATIENCE, () -> client.status().epoch() > epoch)).isTrue();
      assertThat(counts(client, "negotiation_failed")).isTrue();
      assertThat(counts(client, "disconnected")).isTrue();
      assertThat(client.droppedPeers())
          .singleElement()
          .satisfies(drop -> assertThat(drop.peerId()).isEqualTo(oversized.peerId().toString()))
          .satisfies(drop -> assertThat(drop.reason()).contains("a frame of 4294967295 bytes"));
    }
  }
}
