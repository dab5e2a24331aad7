package org.datanet.cli.testnet;

import org.datanet.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Local networks. */
@Command(
    name = "testnet",
    description = "Run a network of real node processes on this machine.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  datanet testnet demo", "  datanet testnet up", "  datanet testnet down"})
public final class TestnetCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private TestnetCommand() {}

  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new TestnetCommand())
        .addSubcommand(new UpCommand(terminal))
        .addSubcommand(new NetworkStatusCommand(terminal))
        .addSubcommand(new DownCommand(terminal))
        .addSubcommand(new DemoCommand(terminal))
        .addSubcommand(new GossipsubInteropCommand(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
