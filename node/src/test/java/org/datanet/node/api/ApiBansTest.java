package org.datanet.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.datanet.node.api.model.BanInfo;
import org.datanet.node.api.model.BanRequest;
import org.datanet.node.client.ApiClient;
import org.datanet.node.metrics.NodeMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiBansTest {

  private static final String PEER = "12D3KooWPeer";
  private static final long HOUR_MS = 3_600_000;

  @TempDir private Path directory;

  private World world;
  private NodeMetrics metrics;
  private ApiServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    world = World.in(directory);
    metrics = new NodeMetrics();
    server = ApiServer.start(ApiServer.LOOPBACK, 0, new StoredNode(world), metrics);
    client = new ApiClient(URI.create("http://127.0.0.1:" + server.port()));
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
    metrics.close();
    world.close();
  }

  @Test
  void bansForAWhileOrWithoutAnEndAndLifts() throws IOException {
    long beforeMs = System.currentTimeMillis();
    BanInfo hour = client.ban(new BanRequest(PEER, Optional.of(HOUR_MS), "spam")).getFirst();
    assertThat(hour.untilMs().orElseThrow()).isGreaterThanOrEqualTo(beforeMs + HOUR_MS);

    assertThat(client.ban(new BanRequest(PEER, Optional.empty(), "worse")))
        .containsExactly(new BanInfo(PEER, Optional.empty(), "worse"));
    assertThat(client.unban(PEER)).isEmpty();
    assertThat(client.bans()).isEmpty();
  }

  @Test
  void refusesWhatIsNoBan() {
    assertRefused("peer id", new BanRequest("nobody", Optional.empty(), "spam"));
    assertRefused("reason", new BanRequest(PEER, Optional.empty(), " "));
    assertRefused("reason", new BanRequest(PEER, Optional.empty(), "x".repeat(201)));
    assertRefused("lasts", new BanRequest(PEER, Optional.of(0L), "spam"));
    assertThatThrownBy(() -> client.unban(PEER)).hasMessageContaining("not banned");
    assertThatThrownBy(() -> client.unban("nobody")).hasMessageContaining("peer id");
  }

  private void assertRefused(String part, BanRequest request) {
    assertThatThrownBy(() -> client.ban(request)).hasMessageContaining(part);
  }
}
