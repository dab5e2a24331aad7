package org.datanet.cli.node;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.datanet.node.Main;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs nodes. */
@Command(
    name = "node",
    description = "Run a node.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = "  datanet node run --home node-0")
public final class NodeCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private NodeCommand() {}

  public static CommandLine of() {
    return new CommandLine(new NodeCommand()).addSubcommand(new Run());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  @Command(
      name = "run",
      description = "Run the node of a home until it is told to end.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  datanet node run --home node-0")
  static final class Run implements Callable<Integer> {

    @Option(
        names = "--home",
        required = true,
        paramLabel = "DIR",
        description = "Folder with node.toml, genesis.toml and node.key.")
    private Path home = Path.of("");

    @Override
    public Integer call() {
      return Main.run(home);
    }
  }
}
