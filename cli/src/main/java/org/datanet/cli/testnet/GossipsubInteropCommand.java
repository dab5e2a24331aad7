package org.datanet.cli.testnet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.datanet.cli.session.CommandLogging;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.terminal.Terminal;
import org.datanet.testnet.testplan.PlanNode;
import org.datanet.testnet.testplan.PlanPlaces;
import org.datanet.testnet.testplan.ScriptException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A node of libp2p's public test plan. */
@Command(
    name = "gossipsub-interop",
    hidden = true, // for the plan's runner, see docs/interop.md
    description = {
      "Be one node of libp2p's test plan gossipsub-interop, until its script ends.",
      "Events go to the output, one line of JSON each."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  datanet testnet gossipsub-interop --params params.json",
      "  datanet testnet gossipsub-interop --params params.json --node 1 --loopback 9000"
    })
final class GossipsubInteropCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--params",
      paramLabel = "FILE",
      required = true,
      description = "The plan's params.json.")
  private Path params = Path.of("params.json");

  @ArgGroup(exclusive = false, heading = "All nodes on this machine, without the plan's hosts:%n")
  private Loopback loopback = new Loopback();

  /** Both or neither. */
  static final class Loopback {
    @Option(
        names = "--node",
        paramLabel = "N",
        required = true,
        description = "This node's number, else that of the host's name, node0 and so on.")
    private int node;

    @Option(
        names = "--loopback",
        paramLabel = "PORT",
        required = true,
        description = "Node 0 listens there on loopback, the others on the ports that follow.")
    private int portBase;
  }

  GossipsubInteropCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws FailedException {
    CommandLogging.quieten();
    PlanPlaces places =
        loopback.portBase == 0
            ? new PlanPlaces.Hosts()
            : new PlanPlaces.Loopback(loopback.node, loopback.portBase);
    try {
      PlanNode.run(params, places, terminal.out());
      return ExitCodes.DONE;
    } catch (IOException | ScriptException e) {
      throw new FailedException("the plan's node failed: " + e.getMessage(), e);
    }
  }
}
