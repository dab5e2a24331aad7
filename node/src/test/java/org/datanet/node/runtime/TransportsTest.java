package org.datanet.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.api.model.PeerInfo;
import org.datanet.node.client.ApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four validators in one JVM that reach each other in one way alone. */
class TransportsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final List<DatanetNode> nodes = new ArrayList<>();

  @AfterEach
  void stopAll() {
    nodes.forEach(DatanetNode::close);
  }

  private static ApiClient api(DatanetNode node) {
    return new ApiClient(URI.create(node.apiUrl()));
  }

  private void startFour(String listenPattern) throws Exception {
    for (NodeHome home : TestHomes.create(folder, 4, 150, Map.of(), List.of(listenPattern))) {
      nodes.add(DatanetNode.start(home));
    }
  }

  private void awaitFullMeshOver(String transport) {
    for (DatanetNode node : nodes) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(api(node).peers())
                      .hasSize(3)
                      .extracting(PeerInfo::transport)
                      .containsOnly(transport));
    }
  }

  private void assertSameEpochsUpTo(long last) throws Exception {
    for (DatanetNode node : nodes) {
      await().atMost(PATIENCE).until(() -> api(node).status().epoch() >= last);
    }
    for (long epoch = 1; epoch <= last; epoch++) {
      EpochInfo first = api(nodes.getFirst()).epoch(epoch);
      for (DatanetNode node : nodes) {
        assertThat(api(node).epoch(epoch).stateDigest()).isEqualTo(first.stateDigest());
      }
    }
  }

  @Test
  void fourNodesDecideOverQuicAlone() throws Exception {
    startFour(TestHomes.QUIC);

    awaitFullMeshOver("quic");

    assertSameEpochsUpTo(5);
    assertThat(nodes.getFirst().addresses())
        .singleElement()
        .asString()
        .contains("/udp/")
        .contains("/quic-v1/p2p/" + nodes.getFirst().peerId());
    assertThat(api(nodes.getFirst()).metrics())
        .contains("datanet_connections{transport=\"quic\"} 3.0")
        .contains("datanet_connections{transport=\"tcp\"} 0.0");
  }

  @Test
  void fourNodesDecideOverTcpAlone() throws Exception {
    startFour(TestHomes.TCP);

    awaitFullMeshOver("tcp");

    assertSameEpochsUpTo(5);
  }
}
