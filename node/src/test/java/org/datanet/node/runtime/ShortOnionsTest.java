package org.datanet.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datanet.node.client.ApiClient;
import org.datanet.node.keys.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A validator over a real store whose onion of genesis has 12 layers. */
class ShortOnionsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LAYERS = 12;
  private static final String NO_LAYER = "0".repeat(64);

  @TempDir Path folder;

  private NodeHome home(long balanceMicros) throws Exception {
    return TestHomes.create(
            folder,
            1,
            150,
            Map.of(Keys.accountOf(TestHomes.seed(0)).toDid(), balanceMicros),
            List.of(TestHomes.TCP),
            LAYERS)
        .getFirst();
  }

  private static ApiClient reached(DatanetNode node, long epoch) {
    ApiClient api = new ApiClient(URI.create(node.apiUrl()));
    await().atMost(PATIENCE).until(() -> api.status().epoch() >= epoch);
    return api;
  }

  @Test
  void nodeRenewsItsOnionByItselfAndARestartFindsTheNextOne() throws Exception {
    NodeHome home = home(1_000_000);
    try (DatanetNode node = DatanetNode.start(home)) {
      reached(node, 10);
    }

    List<String> layers = new ArrayList<>();
    try (DatanetNode node = DatanetNode.start(home);
        ApiClient api = reached(node, 3 * LAYERS + 2)) {
      for (long epoch = 1; epoch <= 3 * LAYERS + 2; epoch++) {
        layers.add(api.epoch(epoch).beaconLayer());
      }
    }

    assertThat(layers).doesNotContain(NO_LAYER).doesNotHaveDuplicates();
  }

  @Test
  void nodeThatCannotPayTellsItAndDecidesOnWithoutLayers() throws Exception {
    NodeHome home = home(100); // less than the fee of any operation

    try (DatanetNode node = DatanetNode.start(home);
        ApiClient api = reached(node, LAYERS + 3)) {
      assertThat(api.epoch(LAYERS).beaconLayer()).isNotEqualTo(NO_LAYER);
      assertThat(api.epoch(LAYERS + 1).beaconLayer()).isEqualTo(NO_LAYER);
      assertThat(api.metrics())
          .contains("datanet_beacon_layers 0.0")
          .containsPattern("datanet_beacon_refusals_total [1-9]");
    }
  }
}
