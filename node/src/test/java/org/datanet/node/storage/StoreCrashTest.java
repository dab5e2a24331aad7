package org.datanet.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.storage.StoreRefusedException.Code;
import org.datanet.protocol.wire.DecidedEpoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, really killed. */
@Timeout(120)
class StoreCrashTest {

  @TempDir Path directory;
  @TempDir Path outputs;

  private static Process start(Path directory, ProcessBuilder.Redirect output) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            CommittingChild.class.getName(),
            directory.toString())
        .redirectOutput(output)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What the child had said when it was killed. */
  private record Said(long voted, long committed) {}

  /** Kills the child once it has said that many lines, wherever it is then. */
  private static Said killAfter(Process child, Path output, int lines) throws Exception {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(3))
        .until(() -> linesOf(output).size() >= lines || !child.isAlive());
    child.destroyForcibly().waitFor();
    long voted = 0;
    long committed = 0;
    for (String line : linesOf(output)) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "voted" -> voted = Long.parseLong(words[1]);
        case "committed" -> committed = Long.parseLong(words[1]);
        default -> assertThat(line).isEqualTo("open 0");
      }
    }
    assertThat(voted).isPositive();
    return new Said(voted, committed);
  }

  /** Whole lines only: the last one may have been cut off. */
  private static List<String> linesOf(Path output) throws IOException {
    String text = Files.readString(output);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  @Test
  void aKilledNodeFindsAWholeEpochAndEveryVoteThatItCast() throws Exception {
    Random points = new Random(20_260_101);
    for (int round = 0; round < 4; round++) {
      Path output = Files.createFile(outputs.resolve("round" + round));
      Process child = start(directory, ProcessBuilder.Redirect.to(output.toFile()));
      Said said = killAfter(child, output, 5 + points.nextInt(60));

      try (RocksStore store = StoreFixture.openReadOnly(directory)) {
        assertWholeEpoch(store, said);
      }
      try (RocksStore store = StoreFixture.open(directory)) {
        assertWholeEpoch(store, said);
      }
    }
  }

  private static void assertWholeEpoch(RocksStore store, Said said) throws IOException {
    long last = store.epochs().lastEpoch().orElseThrow();
    assertThat(last).isBetween(said.committed(), said.voted() + 1);
    assertThat(store.votes().read(said.voted())).contains(Bytes.ofUnsignedLong(said.voted()));

    EpochSource expected = new EpochSource();
    expected.genesis();
    EpochCommit commit = expected.next();
    while (commit.epoch() < last) {
      commit = expected.next();
    }
    DecidedEpoch decided = store.epochs().decided(last).orElseThrow();
    assertThat(decided).isEqualTo(commit.decided());
    assertThat(store.epochs().reward(last)).contains(commit.reward());
    assertThat(store.ledgers().digest().root()).isEqualTo(expected.root());
    assertThat(StoreFixture.entries(store.ledgers().ledger()))
        .isEqualTo(StoreFixture.entries(expected.ledger()));
  }

  @Test
  void aSecondProcessIsRefusedWhileTheFirstRuns() throws Exception {
    Process child = start(directory, ProcessBuilder.Redirect.PIPE);
    try (BufferedReader output = child.inputReader()) {
      assertThat(output.readLine()).isEqualTo("open 0");
      for (StoreMode mode : StoreMode.values()) {
        StoreRefusedException refusal =
            catchThrowableOfType(
                StoreRefusedException.class,
                () ->
                    RocksStore.open(
                        directory, StoreFixture.IDENTITY, mode, StoreLimits.defaults()));
        assertThat(refusal.code()).isEqualTo(Code.LOCKED);
        assertThat(refusal).hasMessageContaining("another process");
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    StoreFixture.open(directory).close();
  }
}
