package org.datanet.cli.testnet;

import java.io.IOException;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.terminal.Terminal;
import org.datanet.testnet.launcher.LocalNetwork;
import picocli.CommandLine.Command;

/** Ends a network's processes; its stores stay. */
@Command(
    name = "down",
    description = "End the network's processes. Stores and logs stay.",
    footer = "  datanet testnet down")
final class DownCommand extends NetworkCommand {

  /** What {@code --json} prints. */
  record Result(String network, String folder) {}

  DownCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    LocalNetwork network = existing();
    network.down();
    Result result = new Result(network.name(), network.path().toString());
    show(
        result,
        () -> {
          line("%s is down.", result.network());
          line("Verify a store: ./datanet verify %s/node-0", result.folder());
        });
    return ExitCodes.DONE;
  }
}
