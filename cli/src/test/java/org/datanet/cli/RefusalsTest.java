package org.datanet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datanet.cli.testing.Shell;
import org.datanet.cli.testing.Shell.Outcome;
import org.datanet.cli.testing.TestNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every bad input: its exit code, its message with the place, and that nothing was sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {

  private Path folder;
  private TestNetwork network;
  private Shell alice;
  private Shell poor;
  private long nonceBefore;

  @BeforeAll
  void start(@TempDir Path shared) throws IOException {
    folder = shared;
    alice = person("alice");
    poor = person("poor");
    String rich = alice.run("key", "show", "--json").json().get("account").asText();
    String broke = poor.run("key", "show", "--json").json().get("account").asText();
    network = TestNetwork.start(folder.resolve("node"), Map.of(rich, 50_000_000L, broke, 150_000L));
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
    Outcome created = on(alice, "datasets", "create", "--manifest", manifest.toString());
    assertThat(created.exitCode()).as(created.err()).isZero();
  }

  @AfterAll
  void stop() {
    network.close();
  }

  @BeforeEach
  void rememberTheNonce() throws IOException {
    nonceBefore = nextNonce();
  }

  private Shell person(String name) {
    Shell shell =
        new Shell(Main::commandLine, folder)
            .with("DATANET_HOME", folder.resolve(name).toString())
            .with("DATANET_PASSPHRASE", "correct horse");
    Outcome made = shell.run("init", "--node", "http://127.0.0.1:9");
    assertThat(made.exitCode()).as(made.err()).isZero();
    return shell;
  }

  private Outcome on(Shell shell, String... command) {
    return shell.run(List.of(command), "--node", network.url());
  }

  private Outcome contribute(Shell shell, Path file, String... more) {
    List<String> command =
        new ArrayList<>(List.of("contribute", file.toString(), "--node", network.url()));
    List<String> given = List.of(more);
    if (!given.contains("--datanet")) {
      command.addAll(List.of("--datanet", "words"));
    }
    if (!given.contains("--licence")) {
      command.addAll(List.of("--licence", "CC0-1.0"));
    }
    command.addAll(List.of("--category", "noun"));
    command.addAll(given);
    return shell.run(command.toArray(String[]::new));
  }

  private long nextNonce() throws IOException {
    return on(alice, "account", "--json").json().get("nextNonce").asLong();
  }

  private void assertRefused(Outcome outcome, String reason, String... parts) throws IOException {
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
    assertThat(outcome.err()).contains("[" + reason + "]").contains(parts);
    assertThat(nextNonce()).as("nothing was sent").isEqualTo(nonceBefore);
  }

  @Test
  void malformedLinesAreNamedByFileAndLineAndNothingIsSent() throws IOException {
    Path file = folder.resolve("bad.jsonl");
    Files.writeString(
        file,
        """
        {"term":"oak","gloss":"a tree"}
        {"term":"elm",
        {"term":"ash"}
        """);

    Outcome outcome = contribute(alice, file);

    assertRefused(
        outcome,
        "MALFORMED",
        file + ":2: column",
        file + ":3: the content lacks what the datanet's schema asks for: the field 'gloss'",
        "2 of 3 lines cannot be contributed; nothing was sent (--skip-bad goes on");
  }

  @Test
  void problemsHaveTheirShapeInJson() throws IOException {
    Path file = folder.resolve("shape.jsonl");
    Files.writeString(file, "[]\n");

    Outcome outcome = contribute(alice, file, "--json");

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.json())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"id":null,"datanet":"words","records":[],"problems":[
                      {"place":"%s:1","reason":"MALFORMED","message":"the line is not a JSON object"}]}
                    """
                        .formatted(file)));
    String report = outcome.err().lines().reduce((first, last) -> last).orElseThrow();
    JsonNode error = new ObjectMapper().readTree(report);
    assertThat(error.get("exitCode").asInt()).isEqualTo(3);
    assertThat(error.get("reason").asText()).isEqualTo("MALFORMED");
  }

  @Test
  void csvRowsAreJudgedAsLinesAre() throws IOException {
    Path file = folder.resolve("bad.csv");
    Files.writeString(file, "term,gloss\noak,a tree\nelm\n");

    assertRefused(
        contribute(alice, file), "MALFORMED", file + ":3: the row has 1 cells and the header 2");
  }

  @Test
  void anUnknownLicenceIsRefusedWithThoseThatAreTaken() throws IOException {
    Path file = TestNetwork.words(folder.resolve("licence.jsonl"), "ash");

    assertRefused(
        contribute(alice, file, "--licence", "WTFPL"), "LICENCE_REFUSED", "it takes CC0-1.0");
  }

  @Test
  void anOversizedRecordIsRefused() throws IOException {
    Path file = TestNetwork.words(folder.resolve("large.jsonl"), "x".repeat(600_000));

    assertRefused(contribute(alice, file), "CONTENT_TOO_LARGE", file + ":1: ");
  }

  @Test
  void anUnknownDatanetIsRefused() throws IOException {
    Path file = TestNetwork.words(folder.resolve("nowhere.jsonl"), "ash");

    assertRefused(contribute(alice, file, "--datanet", "nowhere"), "UNKNOWN_DATANET", "nowhere");
  }

  @Test
  void tooLittleMoneyIsRefusedWithWhatIsNeeded() throws IOException {
    Path file = TestNetwork.words(folder.resolve("dear.jsonl"), "fir", "yew");

    Outcome outcome = contribute(poor, file);

    assertRefused(outcome, "INSUFFICIENT_BALANCE", "2 records need 2", "has 150,000 µ");
    assertThat(folder.resolve("poor/contributions")).doesNotExist();
  }

  @Test
  void aWrongPassphraseFailsAndNamesTheKeyFile() throws IOException {
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "wrong\n");

    Outcome outcome =
        on(
            alice,
            "unbond",
            "curator",
            "1c",
            "--datanet",
            "words",
            "--passphrase-file",
            passphrase.toString());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("wrong passphrase", "keys/main.json");
    assertThat(nextNonce()).isEqualTo(nonceBefore);
  }

  @Test
  void aHomeOfAnotherNetworkSignsNothing() throws IOException {
    Path home = folder.resolve("elsewhere");
    Shell stranger =
        new Shell(Main::commandLine, folder)
            .with("DATANET_HOME", home.toString())
            .with("DATANET_PASSPHRASE", "x");
    assertThat(stranger.run("init", "--node", network.url()).exitCode()).isZero();
    Path config = home.resolve("config.toml");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceAll("networkId = \".*\"", "networkId = \"" + "0".repeat(64) + '"'));

    assertRefused(on(stranger, "bond", "validator", "100c"), "WRONG_NETWORK", "nothing was signed");
  }

  @Test
  void aNodeThatDoesNotAnswerHasItsOwnExitCode() {
    Outcome outcome = alice.run("status");

    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.err()).contains("http://127.0.0.1:9", "is the node running?");
  }

  @Test
  void theLedgersRefusalComesBackWithItsReason() throws IOException {
    assertRefused(
        on(alice, "bond", "curator", "1", "--datanet", "words"), "STAKE_TOO_SMALL", "the least is");
  }

  @Test
  void argumentsOfTheWrongFormAreUsageErrors() {
    for (List<String> command :
        List.of(
            List.of("transfer", "did:key:nobody", "1c"),
            List.of("record", "12"),
            List.of("use", "--datanet", "words", "--fee", "lots", "ab"),
            List.of("bond", "curator", "1c"),
            List.of("bond", "validator", "1c", "--datanet", "words"),
            List.of("explain"),
            List.of("contribute"),
            List.of("curate"))) {
      Outcome outcome = on(alice, command.toArray(String[]::new));
      assertThat(outcome.exitCode()).as(command + outcome.err()).isEqualTo(2);
    }
  }

  @Test
  void skippingBadLinesSendsTheGoodOnes() throws IOException {
    Path file = folder.resolve("mixed.jsonl");
    Files.writeString(file, "{\"term\":\"hazel\",\"gloss\":\"a shrub\"}\nnonsense\n");

    Outcome outcome = contribute(alice, file, "--skip-bad", "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("records")).hasSize(1);
    assertThat(outcome.json().get("problems")).hasSize(1);
  }

  @Test
  void peersAreBannedListedAndLetInAgain() throws IOException {
    String peer = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

    JsonNode bans = on(alice, "peers", "ban", peer, "--for", "12h", "--json").json();
    assertThat(bans.get(0).get("peerId").asText()).isEqualTo(peer);
    assertThat(on(alice, "peers", "bans").out()).contains(peer, "by hand");
    assertThat(on(alice, "peers", "unban", peer).exitCode()).isZero();

    Outcome again = on(alice, "peers", "unban", peer);
    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.err()).contains("the peer is not banned");
    assertThat(on(alice, "peers", "ban", peer, "--for", "soon").exitCode()).isEqualTo(2);
    assertThat(on(alice, "peers", "ban", "nobody").err()).contains("not a peer id: nobody");
  }

  @Test
  void aHomeIsNeverMadeTwice() {
    Outcome outcome = alice.run("init");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("is a home already; it was left as it is");
  }

  @Test
  void keysAreListedWithTheirAccounts() throws IOException {
    assertThat(alice.run("key", "new", "robot", "--plain").exitCode()).isZero();
    assertThat(alice.run("key", "new", "robot", "--plain").exitCode()).isEqualTo(1);

    JsonNode keys = alice.run("key", "list", "--json").json();

    assertThat(keys).hasSize(2);
    assertThat(keys.get(0).get("name").asText()).isEqualTo("main");
    assertThat(keys.get(0).get("sealed").asBoolean()).isTrue();
    assertThat(keys.get(1).get("sealed").asBoolean()).isFalse();
    assertThat(keys.get(1).fieldNames())
        .toIterable()
        .containsExactly("name", "account", "sealed", "file");
  }
}
