package org.datanet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.datanet.cli.testing.Shell;
import org.datanet.cli.testing.Shell.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that start networks of processes, as a tester gives them. */
class TestnetTest {

  private static final int NODE_STOPPED_BY_ITSELF = 5;

  @TempDir Path folder;

  private Path net;
  private Shell shell;

  @BeforeEach
  void prepare() {
    net = folder.resolve("net");
    shell =
        new Shell(Main::commandLine, folder).with("DATANET_HOME", net.resolve("you").toString());
  }

  @AfterEach
  void down() {
    if (Files.exists(net)) {
      shell.run("testnet", "down", "--dir", net.toString());
    }
  }

  private Outcome done(String... command) {
    Outcome outcome = shell.run(command);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome;
  }

  private JsonNode status() throws IOException {
    return done("testnet", "status", "--dir", net.toString(), "--json").json();
  }

  @Test
  void aNodeThatTampersStopsNamesTheRowAndTheOthersPay() throws IOException, InterruptedException {
    done("testnet", "up", "--tamper", "3", "--epoch-ms", "250", "--dir", net.toString());
    Path words = folder.resolve("words.jsonl");
    Files.writeString(
        words, "{\"term\":\"saudade\",\"gloss\":\"a longing\",\"label\":\"noun.feeling\"}\n");
    JsonNode contributed =
        done(
                "contribute",
                words.toString(),
                "--datanet",
                "lexicon",
                "--category",
                "noun",
                "--label-field",
                "label",
                "--licence",
                "CC0-1.0",
                "--wait",
                "--json")
            .json();
    JsonNode record = contributed.get("records").get(0);
    assertThat(record.get("state").asText()).isEqualTo("ACCEPTED");

    JsonNode used =
        done(
                "use",
                "--datanet",
                "lexicon",
                "--fee",
                "1c",
                record.get("record").asText() + "=1",
                "--json")
            .json();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !status().get("nodes").get(3).get("alive").asBoolean());

    JsonNode report =
        new ObjectMapper().readTree(net.resolve("node-3/halted/report.json").toFile());
    assertThat(report.get("epoch").asLong()).isEqualTo(used.get("epoch").asLong());
    assertThat(report.get("why").asText())
        .containsPattern("row 0 of the reward table differs: ours \\[.+], certified \\[.+]");
    assertThat(status().get("nodes").get(3).get("halted").asText()).contains("reward table");
    JsonNode dropped = done("peers", "--json").json().get("dropped").get(0);
    assertThat(dropped.get("peerId").asText()).startsWith("12D3KooW");
    assertThat(dropped.get("reason").asText()).isNotBlank();
    assertThat(done("peers").out()).contains(dropped.get("peerId").asText(), "WHY");
    assertThat(done("explain", used.get("id").asText()).out())
        .contains("Checked here: 1 of 1 Merkle proofs");
    assertThat(startAgain(net.resolve("node-3"))).isEqualTo(NODE_STOPPED_BY_ITSELF);
  }

  /** Gives the exit code of a node process that is started on this home. */
  private int startAgain(Path home) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.datanet.node.Main",
                "--home",
                home.toString())
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "again.log"))
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS))
          .as(Files.readString(folder.resolve("again.log")))
          .isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aDemoAgreesIsExplainedAndCanBeVerifiedOffline() throws IOException {
    Path json = folder.resolve("demo.json");

    Outcome demo =
        done(
            "testnet",
            "demo",
            "--records",
            "120",
            "--epochs",
            "30",
            "--keep",
            net.toString(),
            "--json",
            json.toString());
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    JsonNode verified = done("verify", net.resolve("node-2").toString(), "--json").json();

    assertThat(demo.out()).contains("precision", "recall");
    assertThat(report.get("epochs")).hasSizeGreaterThanOrEqualTo(30);
    assertThat(report.get("epochs")).allSatisfy(epoch -> assertAgreed(epoch));
    assertThat(list(report.get("nodes"), "pid")).doesNotHaveDuplicates().hasSize(4);
    assertThat(report.get("kill").get("rejoinedEpoch").asLong())
        .isGreaterThan(report.get("kill").get("atEpoch").asLong());
    assertThat(report.get("votes").asInt())
        .isPositive()
        .isLessThanOrEqualTo(report.get("seats").asInt());
    assertThat(report.get("explained").get("proofHolds").asBoolean()).isTrue();
    assertThat(report.get("explained").get("weightPpm").asLong()).isPositive();
    assertThat(report.get("precision").asDouble()).isBetween(0.8, 1.0);
    assertThat(report.get("topEarners")).isNotEmpty();
    assertThat(verified.get("verified").asBoolean()).isTrue();
    assertThat(verified.get("operations").asLong()).isGreaterThan(500);
  }

  private static void assertAgreed(JsonNode epoch) {
    assertThat(epoch.get("agree").asBoolean()).isTrue();
    assertThat(epoch.get("nodes")).hasSize(4);
    for (String root : List.of("attributionRoot", "rewardRoot", "stateDigest")) {
      assertThat(list(epoch.get("nodes"), root).stream().distinct()).as(root).hasSize(1);
    }
  }

  private static List<String> list(JsonNode rows, String field) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.get(field).asText())
        .toList();
  }
}
