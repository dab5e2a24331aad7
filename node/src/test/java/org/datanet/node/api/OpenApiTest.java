package org.datanet.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.datanet.node.api.model.Endpoint;
import org.datanet.node.api.model.NodeStatus;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.reward.FeeSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That docs/openapi.yaml says what the server does. */
class OpenApiTest {

  private static final JsonNode DOCUMENT = document();

  @TempDir private Path directory;

  private static JsonNode document() {
    try {
      return new YAMLMapper().readTree(Path.of("..", "docs", "openapi.yaml").toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void namesEveryRouteOfTheRouterAndNoOther() throws IOException {
    SortedSet<String> documented = new TreeSet<>();
    DOCUMENT
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

    assertThat(documented).isEqualTo(routed());
  }

  private SortedSet<String> routed() throws IOException {
    Vertx vertx = Vertx.vertx();
    try (World world = World.in(directory);
        NodeMetrics metrics = new NodeMetrics()) {
      SortedSet<String> routed = new TreeSet<>();
      for (Route route : routes(vertx, new StoredNode(world), metrics)) {
        if (route.getPath() != null) {
          route
              .methods()
              .forEach(
                  method ->
                      routed.add(method + " " + route.getPath().replaceAll(":(\\w+)", "{$1}")));
        }
      }
      return routed;
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static List<Route> routes(Vertx vertx, NodeFacade node, NodeMetrics metrics) {
    ServerBounds bounds = ServerBounds.defaults();
    return new Routes(
            node,
            metrics,
            bounds,
            vertx.createSharedWorkerExecutor("openapi-test", 1),
            new EventHub(bounds))
        .router(vertx)
        .getRoutes();
  }

  @Test
  void namesEveryParameterOfAPath() {
    for (Endpoint endpoint : Endpoint.values()) {
      List<String> named = new ArrayList<>();
      JsonNode operation =
          DOCUMENT
              .get("paths")
              .get(endpoint.template())
              .get(endpoint.method().name().toLowerCase(Locale.ROOT));
      for (JsonNode reference : operation.path("parameters")) {
        JsonNode parameter = DOCUMENT.at(reference.get("$ref").asText().substring(1));
        if (parameter.get("in").asText().equals("path")) {
          named.add("{" + parameter.get("name").asText() + "}");
        }
      }
      List<String> inTemplate =
          Arrays.stream(endpoint.template().split("/", -1))
              .filter(segment -> segment.startsWith("{"))
              .toList();

      assertThat(named).as(endpoint.template()).isEqualTo(inTemplate);
    }
  }

  static Stream<Class<?>> recordsThatTravel() {
    Stream<Class<?>> own =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(NodeStatus.class.getPackageName())
                .stream()
                .filter(JavaClass::isRecord)
                .map(JavaClass::reflect);
    return Stream.concat(own, Stream.of(Manifest.class, ParameterSet.class, FeeSplit.class))
        // Generic pages stand in the document under the names of their items.
        .filter(type -> type.getTypeParameters().length == 0);
  }

  @ParameterizedTest
  @MethodSource("recordsThatTravel")
  void describesEveryFieldInItsOrder(Class<?> type) {
    List<String> components =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();

    JsonNode schema = DOCUMENT.get("components").get("schemas").path(type.getSimpleName());

    assertThat(schema.path("properties").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(components);
    assertThat(schema.get("required")).extracting(JsonNode::asText).isEqualTo(components);
  }

  @Test
  void refersOnlyToWhatIsThere() {
    List<String> dangling = new ArrayList<>();
    for (JsonNode reference : DOCUMENT.findValues("$ref")) {
      if (DOCUMENT.at(reference.asText().substring(1)).isMissingNode()) {
        dangling.add(reference.asText());
      }
    }

    assertThat(dangling).isEmpty();
  }
}
