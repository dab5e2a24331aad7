package org.datanet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.datanet.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      Main.commandLine(Terminal.ofProcess())
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true));

  @Test
  void saysItsNameAndVersionWhenAskedForTheVersion() {
    int exitCode = commandLine.execute("--version");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).startsWith("datanet ");
  }

  @Test
  void showsTheUsageOnHelp() {
    int exitCode = commandLine.execute("--help");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).startsWith("Usage: datanet");
  }

  @Test
  void refusesAnUnknownOptionAsAUsageErrorOnTheErrorStream() {
    int exitCode = commandLine.execute("--no-such-option");

    assertThat(exitCode).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("--no-such-option", "Usage: datanet");
  }

  @Test
  void asksForACommandWhenNoneIsGiven() {
    int exitCode = commandLine.execute();

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains("Missing command");
  }
}
