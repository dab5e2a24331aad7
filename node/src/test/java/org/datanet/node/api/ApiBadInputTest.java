package org.datanet.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.ErrorBody;
import org.datanet.node.api.model.MalformedJsonException;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.ApiClients;
import org.datanet.node.client.ApiUnreachableException;
import org.datanet.node.metrics.NodeMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers get wrong, over a plain HTTP client that does not help them. */
class ApiBadInputTest {

  /** Two uploads at a time and half a second for the node; the rest as it comes. */
  private static final ServerBounds BOUNDS =
      new ServerBounds(256, 2, 128, 2, 4, 16, 15_000, 60_000, 500);

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private World world;
  private StoredNode node;
  private NodeMetrics metrics;
  private ApiServer server;

  @BeforeEach
  void start() throws IOException {
    world = World.in(directory);
    node = new StoredNode(world);
    metrics = new NodeMetrics();
    server = ApiServer.start(ApiServer.LOOPBACK, 0, node, metrics, BOUNDS);
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
    metrics.close();
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/accounts/did:key:z6MkNobody",
        "/v1/accounts/%00",
        "/v1/records/abc",
        "/v1/records/ABCDEF0000000000000000000000000000000000000000000000000000000000",
        "/v1/contents/Qm123",
        "/v1/operations/bafkreinothing",
        "/v1/epochs/-1",
        "/v1/epochs/99999999999999999999",
        "/v1/epochs/first",
        "/v1/epochs?limit=0",
        "/v1/epochs?limit=1001",
        "/v1/epochs?limit=ten",
        "/v1/epochs?from=-3",
        "/v1/datanets?after=zz",
        "/v1/datanets?after=abc",
        "/v1/epochs/2/rewards?after=9999999999",
        "/v1/datanets/lexicon/records?state=SOLD",
        "/v1/datanets/lexicon/records?owner=me",
        "/v1/explain/nothing"
      })
  void refusesParametersThatAreNotInTheirForm(String target) throws Exception {
    assertRefusal(get(target), 400, "BAD_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1", "/v2/status", "/v1/status/more", "/v1/accounts/"})
  void refusesPathsThatAreNot(String target) throws Exception {
    assertRefusal(get(target), 404, "NOT_FOUND");
  }

  @Test
  void refusesOtherMethods() throws Exception {
    HttpRequest delete = request("/v1/status").DELETE().build();

    assertRefusal(send(delete), 405, "METHOD_NOT_ALLOWED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"operations\":[]}",
        "{\"operations\":null}",
        "{\"operations\":[null]}",
        "{\"operations\":[\"not base64!\"]}",
        "{\"operations\":\"AAAA\"}",
        "{\"operations\":[\"AAAA\"]",
        "{\"operations\":[\"AAAA\"]}{}"
      })
  void refusesBodiesThatAreNotSubmissions(String body) throws Exception {
    assertRefusal(post("/v1/operations", body.getBytes(UTF_8)), 400, "BAD_REQUEST");
  }

  @Test
  void refusesMoreOperationsThanACallMayCarry() throws Exception {
    String one = "\"AAAA\"";
    List<String> many = Collections.nCopies(ApiLimits.OPERATIONS_PER_CALL_MAX + 1, one);

    byte[] body = ("{\"operations\":[" + String.join(",", many) + "]}").getBytes(UTF_8);

    assertRefusal(post("/v1/operations", body), 400, "BAD_REQUEST");
  }

  @Test
  void refusesContentsThatAreTooMuchTogether() throws Exception {
    String mebibyte = "\"" + Base64.getEncoder().encodeToString(new byte[1 << 20]) + "\"";
    byte[] body =
        ("{\"contents\":[" + String.join(",", Collections.nCopies(8, mebibyte)) + ",\"AA==\"]}")
            .getBytes(UTF_8);

    assertRefusal(post("/v1/contents", body), 413, "BODY_TOO_LARGE");
  }

  @Test
  void refusesBodiesAboveTheirBound() throws Exception {
    byte[] body = new byte[ApiLimits.BODY_BYTES_MAX + 1];

    assertRefusal(post("/v1/operations", body), 413, "BODY_TOO_LARGE");
  }

  @Test
  void refusesBodiesThatDoNotSayTheyAreJson() throws Exception {
    HttpRequest form =
        request("/v1/operations")
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{\"operations\":[\"AAAA\"]}"))
            .build();

    assertRefusal(send(form), 415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void takesUploadsAgainAfterMoreRefusalsThanItTakesAtOnce() throws Exception {
    for (int i = 0; i < 2 * BOUNDS.uploadsMax(); i++) {
      assertRefusal(post("/v1/operations", "{".getBytes(UTF_8)), 400, "BAD_REQUEST");
    }

    assertThat(post("/v1/operations", "{\"operations\":[\"AAAA\"]}".getBytes(UTF_8)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void saysBusyWhenTheNodeDoesNotAnswerInTime() throws Exception {
    node.nextNonces(new CompletableFuture<>());

    HttpResponse<byte[]> response = get("/v1/accounts/" + World.OWNER.toDid());

    assertRefusal(response, 503, "NODE_BUSY");
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void hidesWhatWentWrongInsideButNotThatItDid() throws Exception {
    node.nextNonces(CompletableFuture.failedFuture(new IOException("/secret/path is broken")));

    HttpResponse<byte[]> response = get("/v1/accounts/" + World.OWNER.toDid());

    assertRefusal(response, 500, "STORE_FAILED");
    assertThat(new String(response.body(), UTF_8)).doesNotContain("secret");
  }

  @Test
  void namesThePortThatIsInUse() {
    assertThatThrownBy(
            () -> ApiServer.start(ApiServer.LOOPBACK, server.port(), node, new NodeMetrics()))
        .isInstanceOf(PortInUseException.class)
        .hasMessageContaining(Integer.toString(server.port()));
  }

  @Test
  void theClientSaysWhenNobodyAnswers() throws IOException {
    int freePort = server.port();
    server.close();

    URI nobody = URI.create("http://127.0.0.1:" + freePort);
    try (ApiClient client = new ApiClient(nobody)) {
      assertThatThrownBy(client::status)
          .isInstanceOf(ApiUnreachableException.class)
          .hasMessageContaining(nobody.toString());
    }
    assertThatThrownBy(() -> ApiClients.firstReachable(List.of(nobody)))
        .isInstanceOf(ApiUnreachableException.class);
    server = ApiServer.start(ApiServer.LOOPBACK, 0, node, metrics, BOUNDS);
    URI somebody = URI.create("http://127.0.0.1:" + server.port());
    try (ApiClient found = ApiClients.firstReachable(List.of(nobody, somebody))) {
      assertThat(found.base()).isEqualTo(somebody);
    }
  }

  @Test
  void manyCallersAtOnceAllGetAnAnswer() {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(
          http.sendAsync(request("/v1/datanets").build(), HttpResponse.BodyHandlers.discarding())
              .thenApply(HttpResponse::statusCode));
    }

    assertThat(answers).extracting(CompletableFuture::join).containsOnly(200);
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target));
  }

  private HttpResponse<byte[]> get(String target) throws IOException, InterruptedException {
    return send(request(target).build());
  }

  private HttpResponse<byte[]> post(String target, byte[] body)
      throws IOException, InterruptedException {
    return send(
        request(target)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void assertRefusal(HttpResponse<byte[]> response, int httpStatus, String reason)
      throws MalformedJsonException {
    assertThat(response.statusCode()).isEqualTo(httpStatus);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    ErrorBody error = ApiJson.read(response.body(), ErrorBody.class);
    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.message()).isNotBlank();
  }
}
