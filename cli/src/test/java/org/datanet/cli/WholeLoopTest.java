package org.datanet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.datanet.cli.testing.Shell;
import org.datanet.cli.testing.Shell.Outcome;
import org.datanet.cli.testing.TestNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a record, walked by commands alone against a real node. */
class WholeLoopTest {

  private static final List<String> CURATORS = List.of("c1", "c2", "c3");

  @TempDir Path folder;

  private final Map<String, Shell> people = new LinkedHashMap<>();
  private final Map<String, String> accounts = new LinkedHashMap<>();
  private TestNetwork network;

  @BeforeEach
  void makeHomesAndStartTheNode() throws IOException {
    Map<String, Long> balances = new LinkedHashMap<>();
    for (String name : List.of("alice", "c1", "c2", "c3", "reader")) {
      Shell shell =
          new Shell(Main::commandLine, folder)
              .with("DATANET_HOME", folder.resolve(name).toString())
              .with("DATANET_PASSPHRASE", "correct horse");
      JsonNode made = done(shell.run("init", "--node", "http://127.0.0.1:9", "--json")).json();
      people.put(name, shell);
      accounts.put(name, made.get("account").asText());
      balances.put(made.get("account").asText(), 50_000_000L);
    }
    network = TestNetwork.start(folder.resolve("node"), balances);
  }

  @AfterEach
  void stop() {
    network.close();
  }

  private Outcome as(String person, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    return people.get(person).run(arguments, "--node", network.url(), "--json");
  }

  private static Outcome done(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome;
  }

  @Test
  void recordsAreContributedJudgedUsedPaidExplainedAndVerified() throws IOException {
    Path manifest = folder.resolve("manifest.toml");
    Files.writeString(
        manifest,
        """
        name = "words"
        description = "Words"
        categories = ["verb", "noun"]
        licences = ["CC0-1.0"]
        mediaType = "application/json"
        requiredFields = ["term", "gloss"]
        guidelineVersion = 1
        [parameters]
        minCurators = 3
        commitEpochs = 40
        revealEpochs = 40
        openEpochs = 40
        [source]
        name = "made up"
        """);
    done(as("alice", "datasets", "create", "--manifest", manifest.toString()));
    for (String curator : CURATORS) {
      done(as(curator, "bond", "curator", "2c", "--datanet", "words"));
    }

    Path words = TestNetwork.words(folder.resolve("words.jsonl"), "cat", "dog");
    JsonNode contributed = done(contribute("alice", words)).json();
    assertThat(contributed.get("records"))
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.get("state").asText()).isEqualTo("SEALED"));
    String cat = contributed.get("records").get(0).get("record").asText();
    String dog = contributed.get("records").get(1).get("record").asText();
    JsonNode sealed = done(as("alice", "record", cat)).json();
    assertThat(sealed.get("entry").get("category").asText()).isEqualTo("noun");
    Outcome content = people.get("alice").run("record", cat, "--content", "--node", network.url());
    assertThat(content.out()).contains("\"gloss\" : \"meaning of cat\"").doesNotContain("\"pos\"");
    JsonNode withContent = done(as("alice", "record", cat, "--content")).json();
    assertThat(withContent.get("entry").get("category").asText()).isEqualTo("noun");
    assertThat(withContent.get("content").asText()).contains("meaning of cat");

    Path votes = folder.resolve("votes.jsonl");
    Files.writeString(
        votes,
        """
        {"record":"%s","vote":"APPROVE"}
        {"record":"%s","vote":"LOW_QUALITY"}
        """
            .formatted(cat, dog));
    awaitPanel(cat);
    awaitPanel(dog);
    // The third approves of both: two refusals are enough, and the order of the records does not
    // matter.
    String keys = "?\na\na\n";
    for (String curator : CURATORS) {
      // Two vote from a file, the third types.
      List<String> how = curator.equals("c3") ? List.of() : List.of("--votes", votes.toString());
      List<String> command = new ArrayList<>(List.of("curate", "--datanet", "words", "--no-wait"));
      command.addAll(how);
      people.get(curator).typing(keys);
      JsonNode ballots = done(as(curator, command.toArray(String[]::new))).json();
      // One ballot a seed epoch: the two records may have been opened in different ones.
      assertThat(ballots.get("ballots"))
          .isNotEmpty()
          .allSatisfy(ballot -> assertThat(ballot.get("state").asText()).isEqualTo("COMMITTED"));
      int votesCast = 0;
      for (JsonNode ballot : ballots.get("ballots")) {
        votesCast += ballot.get("votes").asInt();
      }
      assertThat(votesCast).isEqualTo(2);
      assertThat(ballots.get("seatsLeft").asInt()).isZero();
    }
    for (String curator : CURATORS) {
      JsonNode revealed = done(as(curator, "curate", "--reveal")).json();
      assertThat(revealed.get("ballots"))
          .isNotEmpty()
          .allSatisfy(ballot -> assertThat(ballot.get("state").asText()).isEqualTo("REVEALED"));
    }
    awaitState(cat, "ACCEPTED");
    awaitState(dog, "REJECTED");

    Outcome again = contribute("alice", words);
    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.json().get("problems"))
        .hasSize(2)
        .allSatisfy(
            problem -> assertThat(problem.get("reason").asText()).isEqualTo("RECORD_EXISTS"));
    assertThat(again.err()).contains("words.jsonl:1: ", "the datanet has it as record " + cat);

    JsonNode used =
        done(as("reader", "use", "--datanet", "words", "--fee", "1c", cat + "=3")).json();
    assertThat(used.get("state").asText()).isEqualTo("APPLIED");
    String receipt = used.get("id").asText();
    JsonNode why = done(as("alice", "explain", receipt)).json();
    assertThat(why.get("proven")).hasSize(1);
    assertThat(why.get("proven").get(0).asBoolean()).isTrue();
    assertThat(why.get("signed").get("standing").asText()).isEqualTo("GENESIS_QUORUM");
    assertThat(why.get("explanation").get("rows").get(0).get("owner").asText())
        .isEqualTo(accounts.get("alice"));
    JsonNode rewards = done(as("alice", "rewards")).json();
    assertThat(rewards.get("totals").get("contributorMicros").asLong()).isEqualTo(500_000);
    done(as("alice", "explain", "--mine"));
    assertThat(done(people.get("alice").run("explain", receipt, "--node", network.url())).out())
        .contains("Checked here: 1 of 1 Merkle proofs", "500,000 µ", "of genesis signed, a quorum");
    Outcome unnamed = as("alice", "explain", receipt, "--record", dog);
    assertThat(unnamed.exitCode()).isNotZero();
    assertThat(unnamed.err()).contains("this use names no such record");

    network.close();
    JsonNode verified =
        done(people.get("alice").run("verify", network.folder().toString(), "--json")).json();
    assertThat(verified.get("verified").asBoolean()).isTrue();
    assertThat(verified.get("operations").asLong()).isGreaterThan(10);
  }

  @Test
  void anInterruptedContributionGoesOnFromItsJournal() throws IOException {
    // given a journal whose commitments were never sent, as after a crash right behind writing it
    createOpenDatanet();
    Path words = TestNetwork.words(folder.resolve("words.jsonl"), "oak", "elm");
    done(contribute("alice", words));
    Path journals = folder.resolve("alice/contributions");
    Path journal;
    try (var files = Files.list(journals)) {
      journal = files.findFirst().orElseThrow();
    }
    assertThat(Files.getPosixFilePermissions(journal)).hasSize(2);
    Files.writeString(
        journal, Files.readString(journal).replace("\"finished\":true", "\"finished\":false"));

    JsonNode resumed = done(as("alice", "contribute", "--resume")).json();

    assertThat(resumed.get("records"))
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.get("state").asText()).isEqualTo("SEALED"));
    assertThat(as("alice", "contribute", "--resume").err()).contains("no unfinished contribution");
  }

  private void createOpenDatanet() throws IOException {
    Path manifest = folder.resolve("manifest.toml");
    Files.writeString(
        manifest,
        """
        name = "words"
        description = "Words"
        categories = ["noun"]
        licences = ["CC0-1.0"]
        mediaType = "application/json"
        requiredFields = ["gloss", "term"]
        guidelineVersion = 1
        [parameters]
        openEpochs = 40
        """);
    done(as("alice", "datasets", "create", "--manifest", manifest.toString()));
  }

  private Outcome contribute(String person, Path file, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "contribute",
                file.toString(),
                "--datanet",
                "words",
                "--category-field",
                "pos",
                "--licence",
                "CC0-1.0"));
    command.addAll(List.of(more));
    return as(person, command.toArray(String[]::new));
  }

  private void awaitPanel(String record) {
    await().until(() -> !as("alice", "record", record).json().get("panel").isNull());
  }

  private void awaitState(String record, String state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                as("alice", "record", record)
                    .json()
                    .get("entry")
                    .get("state")
                    .asText()
                    .equals(state));
  }
}
