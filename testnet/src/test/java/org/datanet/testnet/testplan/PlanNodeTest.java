package org.datanet.testnet.testplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.datanet.testnet.launcher.JvmCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes run a script of the plan, on loopback. */
class PlanNodeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Node 1 dials, both subscribe, node 0 publishes in a topic of both and in one of node 1. Node 1
   * waits for longer than the test takes.
   */
  private static final String SCRIPT =
      """
      {"script": [
        {"type": "initGossipSub", "gossipSubParams": {"D": 8, "HeartbeatInterval": 200000000}},
        {"type": "setTopicValidationDelay", "topicID": "both", "delaySeconds": 0.005},
        {"type": "ifNodeIDEquals", "nodeID": 1,
         "instruction": {"type": "connect", "connectTo": [0]}},
        {"type": "subscribeToTopic", "topicID": "both"},
        {"type": "ifNodeIDEquals", "nodeID": 1,
         "instruction": {"type": "subscribeToTopic", "topicID": "one"}},
        {"type": "ifNodeIDEquals", "nodeID": 1,
         "instruction": {"type": "waitUntil", "elapsedSeconds": 600}},
        {"type": "waitUntil", "elapsedSeconds": 8},
        {"type": "ifNodeIDEquals", "nodeID": 0, "instruction":
         {"type": "publish", "messageID": 7, "messageSizeBytes": 98304, "topicID": "both"}},
        {"type": "ifNodeIDEquals", "nodeID": 0, "instruction":
         {"type": "publish", "messageID": 8, "messageSizeBytes": 8, "topicID": "one"}},
        {"type": "waitUntil", "elapsedSeconds": 10}
      ]}
      """;

  @TempDir Path folder;

  /** Runs the node of the number that is its first argument, as the command does. */
  static final class Main {
    public static void main(String[] arguments) throws IOException, ScriptException {
      PrintWriter out = new PrintWriter(System.out, true);
      System.setOut(System.err); // where log lines go
      PlanNode.run(
          Path.of(arguments[2]),
          new PlanPlaces.Loopback(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])),
          out);
    }
  }

  /** The lower of two ports in a row that nobody listens on. */
  private static int twoFreePorts() throws IOException {
    while (true) {
      try (ServerSocket first = new ServerSocket(0);
          ServerSocket second = new ServerSocket(first.getLocalPort() + 1)) {
        return second.getLocalPort() - 1;
      } catch (BindException | IllegalArgumentException taken) {
        // Another pair, then.
      }
    }
  }

  private Process node(int number, int portBase, Path params) throws IOException {
    List<String> arguments =
        List.of(Integer.toString(number), Integer.toString(portBase), params.toString());
    return new ProcessBuilder(JvmCommand.of(List.of("-Xmx128m"), Main.class, arguments))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(folder.resolve(number + ".stdout").toFile())
        .start();
  }

  private List<JsonNode> said(int number) throws IOException {
    List<JsonNode> said = new ArrayList<>();
    String output = Files.readString(folder.resolve(number + ".stdout"));
    for (String line : output.substring(0, output.lastIndexOf('\n') + 1).lines().toList()) {
      said.add(JSON.readTree(line));
    }
    return said;
  }

  @Test
  void saysWhoItIsAndWhatComesInThePlansWords() throws Exception {
    Path params = Files.writeString(folder.resolve("params.json"), SCRIPT);
    int portBase = twoFreePorts();

    Process one = node(1, portBase, params);
    try {
      await().atMost(PATIENCE).until(() -> said(1).size() == 1);
      Process zero = node(0, portBase, params);
      zero.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      assertThat(zero.exitValue()).isZero();
      await().atMost(PATIENCE).until(() -> said(1).size() == 3);
    } finally {
      one.destroyForcibly().waitFor();
    }

    assertThat(said(0))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("msg").asText()).isEqualTo("PeerID");
              assertThat(line.get("node_id").asInt()).isZero();
              assertThat(line.get("id").asText()).isEqualTo(PlanKeys.of(0).peerId().toString());
            });
    assertThat(said(1))
        .extracting(line -> line.path("topic").asText() + line.get("id").asText())
        .containsExactlyInAnyOrder(PlanKeys.of(1).peerId().toString(), "both7", "one8");
    assertThat(said(1))
        .allSatisfy(
            line -> assertThat(OffsetDateTime.parse(line.get("time").asText())).isNotNull());
    assertThat(said(1))
        .filteredOn(line -> line.get("msg").asText().equals("Received Message"))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line.get("from").asText())
                    .isEqualTo(PlanKeys.of(0).peerId().toString()));
  }
}
