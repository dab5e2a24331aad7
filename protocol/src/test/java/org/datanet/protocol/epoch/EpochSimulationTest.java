package org.datanet.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datanet.protocol.wire.RecordState;
import org.junit.jupiter.api.Test;

/**
 * Digests and roots of a seeded simulation, against those committed and across JVMs. {@code
 * -Ddatanet.rewriteVectors=true} writes the golden file anew, after a change of the rules.
 */
class EpochSimulationTest {

  static final long SEED = 20_260_101;

  private static final int EPOCHS = 200;
  private static final int GOLDEN_EPOCHS = 30;
  private static final int FOREIGN_EPOCHS = 10;
  private static final Path GOLDEN =
      Path.of("src", "test", "resources", "vectors", "epoch-simulation.txt");

  @Test
  void twoHundredEpochsConserveMoneyAndMatchTheGoldenDigests() throws IOException {
    EpochSimulation simulation = new EpochSimulation(SEED);
    List<String> lines = new ArrayList<>();

    for (int i = 0; i < EPOCHS; i++) {
      lines.add(simulation.step());
    }

    if (Boolean.getBoolean("datanet.rewriteVectors")) {
      Files.write(GOLDEN, lines.subList(0, GOLDEN_EPOCHS));
    }
    assertThat(lines.subList(0, GOLDEN_EPOCHS)).isEqualTo(Files.readAllLines(GOLDEN));
    assertThat(simulation.digestIsThatOfTheLedger()).isTrue();
    String[] kinds = {
      "RevealBallot",
      "Contribute",
      "CommitContribution",
      "CommitBallot",
      "Use",
      "Transfer",
      "Bond",
      "Unbond",
      "RenewBeacon",
      "CreateDatanet"
    };
    assertThat(simulation.applied()).containsOnlyKeys(kinds);
    assertThat(simulation.refused()).containsOnlyKeys(kinds);
    assertThat(simulation.states())
        .containsKeys(
            RecordState.ACCEPTED,
            RecordState.REJECTED,
            RecordState.RETURNED,
            RecordState.SUPERSEDED_CLAIM);
  }

  @Test
  void interpretedJvmWithAnotherLocaleZoneAndEncodingComputesTheSame()
      throws IOException, InterruptedException {
    Process foreign =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Pacific/Apia",
                "-Dfile.encoding=ISO-8859-1",
                "-cp",
                System.getProperty("java.class.path"),
                EpochSimulation.class.getName(),
                Integer.toString(FOREIGN_EPOCHS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(foreign.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(foreign.waitFor()).isZero();
    assertThat(output.lines().toList())
        .isEqualTo(Files.readAllLines(GOLDEN).subList(0, FOREIGN_EPOCHS));
  }
}
