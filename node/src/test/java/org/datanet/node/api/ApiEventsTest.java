package org.datanet.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.api.model.NodeEvent;
import org.datanet.node.api.model.OperationInfo;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.ApiException;
import org.datanet.node.client.ApiRefusedException;
import org.datanet.node.client.EventStream;
import org.datanet.node.metrics.NodeMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server-sent events over a socket. */
class ApiEventsTest {

  private static final ServerBounds BOUNDS =
      new ServerBounds(256, 4, 128, 2, 2, 64, 100, 60_000, 25_000);

  @TempDir private Path directory;

  private World world;
  private StoredNode node;
  private NodeMetrics metrics;
  private ApiServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    world = World.in(directory);
    node = new StoredNode(world);
    metrics = new NodeMetrics();
    server = ApiServer.start(ApiServer.LOOPBACK, 0, node, metrics, BOUNDS);
    client = new ApiClient(URI.create("http://127.0.0.1:" + server.port()));
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
    metrics.close();
    world.close();
  }

  private static NodeEvent moved(int number) {
    return new NodeEvent.RecordMoved("aa", Integer.toString(number), "ACCEPTED", number);
  }

  @Test
  void tellsEveryKindOfEventInItsOrder() throws IOException {
    List<NodeEvent> events =
        List.of(
            new NodeEvent.EpochDecided(client.epoch(2)),
            new NodeEvent.OperationMoved(
                World.USE.id().toString(),
                World.CONSUMER.toDid(),
                "Use",
                OperationInfo.State.APPLIED,
                Optional.of(2L),
                Optional.empty()),
            moved(2));

    try (EventStream stream = client.events()) {
      events.forEach(node::tell);

      List<NodeEvent> heard = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) {
        heard.add(stream.next().orElseThrow());
      }
      assertThat(heard).isEqualTo(events);
    }
  }

  @Test
  void tellsAllListenersAndForgetsThoseWhoLeft() throws IOException {
    try (EventStream stays = client.events()) {
      try (EventStream leaves = client.events()) {
        node.tell(moved(1));
        assertThat(leaves.next()).contains(moved(1));
      }
      await().untilAsserted(() -> assertThat(listeners()).isEqualTo("1.0"));
      node.tell(moved(2));

      assertThat(stays.next()).contains(moved(1));
      assertThat(stays.next()).contains(moved(2));
    }
  }

  private String listeners() throws ApiException {
    return client
        .metrics()
        .lines()
        .filter(line -> line.startsWith("datanet_api_event_clients "))
        .findFirst()
        .orElseThrow()
        .split(" ", 2)[1];
  }

  @Test
  void refusesMoreListenersThanItsBound() throws IOException {
    try (EventStream first = client.events();
        EventStream second = client.events()) {
      ApiRefusedException refused =
          catchThrowableOfType(ApiRefusedException.class, () -> client.events());

      assertThat(refused.httpStatus()).isEqualTo(503);
      assertThat(refused.reason()).isEqualTo("NODE_BUSY");
    }
  }

  @Test
  void aClosedStreamEndsItsWaitingReader() throws Exception {
    EventStream stream = client.events();
    CompletableFuture<Optional<NodeEvent>> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return stream.next();
              } catch (ApiException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });

    stream.close();

    assertThat(waiting.get(10, java.util.concurrent.TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void keepsASilentStreamAliveWithComments() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      BufferedReader lines = listen(socket);

      long comments = lines.lines().filter(":"::equals).limit(3).count();

      assertThat(comments).isEqualTo(3);
    }
  }

  @Test
  void dropsAListenerThatDoesNotReadAndKeepsTheOthers() throws IOException {
    try (Socket deaf = new Socket("127.0.0.1", server.port());
        EventStream reads = client.events()) {
      listen(deaf);
      await().untilAsserted(() -> assertThat(listeners()).isEqualTo("2.0"));
      NodeEvent large = new NodeEvent.RecordMoved("aa", "b".repeat(256 << 10), "ACCEPTED", 1);

      await()
          .untilAsserted(
              () -> {
                node.tell(large);
                assertThat(reads.next()).contains(large);
                assertThat(listeners()).isEqualTo("1.0");
              });
    }
  }

  private static BufferedReader listen(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  @Test
  void leavesTheNodeWhenItCloses() {
    assertThat(node.listeners()).isEqualTo(1);

    server.close();

    assertThat(node.listeners()).isZero();
  }
}
