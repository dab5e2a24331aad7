package org.datanet.testnet.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.datanet.node.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of a node as whoever starts it sees it. docs/protocol.md §10. */
class NodeProcessTest {

  private static final int ENDED_IN_ORDER = 0;
  private static final int DOES_NOT_START = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Path home = Path.of("");
  private Process node;

  @BeforeEach
  void start() throws IOException {
    LocalNetwork network =
        LocalNetwork.create(
            folder.resolve("net"),
            new NetworkPlan(1, 200, 1, 3, 1, OptionalInt.empty()),
            TestKeys.ofSeed(1),
            "lexnet-process");
    home = network.home(0);
    node = startOn(home, "node.log");
    await().atMost(PATIENCE).until(() -> Files.exists(running()));
  }

  @AfterEach
  void end() throws InterruptedException {
    node.destroyForcibly().waitFor();
  }

  @Test
  void toldToEndItClosesEverythingAndExitsWithZero() throws Exception {
    node.destroy();

    assertThat(exitCode(node)).isEqualTo(ENDED_IN_ORDER);
    assertThat(running()).doesNotExist();
    assertThat(folder.resolve("node.log")).content().contains("everything is closed");
  }

  @Test
  void aSecondProcessOnItsHomeIsRefusedAndTakesNothingFromIt() throws Exception {
    Process second = startOn(home, "second.log");

    assertThat(exitCode(second)).isEqualTo(DOES_NOT_START);
    assertThat(folder.resolve("second.log")).content().contains("LOCKED", "stop that node first");
    assertThat(running()).exists();
    assertThat(node.isAlive()).isTrue();
  }

  @Test
  void aSettingThatDoesNotExistIsNamedWithThoseThatDo() throws Exception {
    Path other = folder.resolve("other");
    Files.createDirectories(other);
    for (String file : List.of("genesis.toml", "node.key")) {
      Files.copy(home.resolve(file), other.resolve(file));
    }
    Files.writeString(other.resolve("node.toml"), "[network]\nlisen = []\n");

    Process misspelt = startOn(other, "misspelt.log");

    assertThat(exitCode(misspelt)).isEqualTo(DOES_NOT_START);
    assertThat(folder.resolve("misspelt.log"))
        .content()
        .contains("node.toml", "there is no setting 'network.lisen'; known here: [", "listen");
  }

  private Path running() {
    return home.resolve("running.json");
  }

  private Process startOn(Path where, String log) throws IOException {
    return new ProcessBuilder(
            JvmCommand.of(List.of("-Xmx200m"), Main.class, List.of("--home", where.toString())))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(log).toFile())
        .start();
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
