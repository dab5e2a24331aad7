package org.datanet.cli;

import java.util.Optional;
import org.datanet.cli.act.BondCommand;
import org.datanet.cli.act.TransferCommand;
import org.datanet.cli.act.UnbondCommand;
import org.datanet.cli.act.UseCommand;
import org.datanet.cli.audit.VerifyCommand;
import org.datanet.cli.bench.BenchCommand;
import org.datanet.cli.contribute.ContributeCommand;
import org.datanet.cli.curate.CurateCommand;
import org.datanet.cli.dataset.DatasetsCommand;
import org.datanet.cli.node.NodeCommand;
import org.datanet.cli.session.Arguments;
import org.datanet.cli.session.Failures;
import org.datanet.cli.setup.InitCommand;
import org.datanet.cli.setup.KeyCommand;
import org.datanet.cli.terminal.Terminal;
import org.datanet.cli.testnet.TestnetCommand;
import org.datanet.cli.view.AccountCommand;
import org.datanet.cli.view.EpochCommand;
import org.datanet.cli.view.ExplainCommand;
import org.datanet.cli.view.PeersCommand;
import org.datanet.cli.view.ReasonsCommand;
import org.datanet.cli.view.RecordCommand;
import org.datanet.cli.view.RewardsCommand;
import org.datanet.cli.view.StatusCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code datanet} command. Exit codes: docs/protocol.md, "Exit codes of the CLI". */
@Command(
    name = "datanet",
    description = "A community dataset that behaves as a living economy.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.JarVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 usage, 3 refused with a reason code, 4 node unreachable.",
      "1 credit (c) is 1,000,000 µ. `datanet COMMAND --help` shows a command with examples."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine(Terminal.ofProcess()).execute(arguments));
  }

  /** Commands appear in the help in this order. */
  static CommandLine commandLine(Terminal terminal) {
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(new InitCommand(terminal))
            .addSubcommand(KeyCommand.of(terminal))
            .addSubcommand(NodeCommand.of(terminal))
            .addSubcommand(new StatusCommand(terminal))
            .addSubcommand(PeersCommand.of(terminal))
            .addSubcommand(new AccountCommand(terminal))
            .addSubcommand(new TransferCommand(terminal))
            .addSubcommand(DatasetsCommand.of(terminal))
            .addSubcommand(new BondCommand(terminal))
            .addSubcommand(new UnbondCommand(terminal))
            .addSubcommand(new ContributeCommand(terminal))
            .addSubcommand(new CurateCommand(terminal))
            .addSubcommand(new UseCommand(terminal))
            .addSubcommand(new RecordCommand(terminal))
            .addSubcommand(new EpochCommand(terminal))
            .addSubcommand(new RewardsCommand(terminal))
            .addSubcommand(new ExplainCommand(terminal))
            .addSubcommand(new VerifyCommand(terminal))
            .addSubcommand(TestnetCommand.of(terminal))
            .addSubcommand(BenchCommand.of(terminal))
            .addSubcommand(new ReasonsCommand(terminal));
    Arguments.registerOn(line);
    return line.setExecutionExceptionHandler(new Failures(terminal))
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
  }

  /** Only reached without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  static final class JarVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version =
          Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
              .orElse("(not packaged)");
      return new String[] {"datanet " + version};
    }
  }
}
