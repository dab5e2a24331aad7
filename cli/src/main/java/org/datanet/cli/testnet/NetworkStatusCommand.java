package org.datanet.cli.testnet;

import java.io.IOException;
import java.util.List;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.NodeReport;
import picocli.CommandLine.Command;

/** How the nodes of a network are. */
@Command(
    name = "status",
    description = "Show how the nodes of the network are.",
    footer = {"  datanet testnet status", "  datanet testnet status --dir demo --json"})
final class NetworkStatusCommand extends NetworkCommand {

  /** What {@code --json} prints. */
  record Result(String network, String folder, boolean curatorsRun, List<NodeReport> nodes) {}

  NetworkStatusCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    LocalNetwork network = existing();
    Result result =
        new Result(
            network.name(), network.path().toString(), network.botsAlive(), network.report());
    show(result, () -> print(result));
    return ExitCodes.DONE;
  }

  private void print(Result result) {
    line("%s in %s", terminal.strong(result.network()), result.folder());
    Table table = new Table("node", "process", "state", "epoch", "round", "peers", "memory", "API");
    for (NodeReport node : result.nodes()) {
      table.row(
          node.index(),
          node.pid().isPresent() ? node.pid().getAsLong() : "-",
          state(node),
          node.epoch().map(String::valueOf).orElse("-"),
          node.round().map(String::valueOf).orElse("-"),
          node.peers().map(String::valueOf).orElse("-"),
          node.residentKiB().map(kib -> kib / 1024 + " MiB").orElse("-"),
          node.apiUrl());
    }
    table.print(terminal);
    for (NodeReport node : result.nodes()) {
      node.halted().ifPresent(why -> line("node %d stopped: %s", node.index(), terminal.bad(why)));
    }
    line("Curator bots %s.", result.curatorsRun() ? "run" : "do not run");
  }

  private static String state(NodeReport node) {
    if (!node.alive()) {
      return node.halted().isPresent() ? "stopped itself" : "not running";
    }
    return node.answers() ? "running" : "no answer";
  }
}
