package org.datanet.cli.view;

import java.io.IOException;
import java.time.Duration;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.NodeStatus;
import org.datanet.node.client.ApiClient;
import picocli.CommandLine.Command;

/** The node at a glance. */
@Command(
    name = "status",
    description = "Show how the node is doing.",
    footer = {"  datanet status", "  datanet status --node http://127.0.0.1:9191 --json"})
public final class StatusCommand extends ClientCommand {

  public StatusCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    try (ApiClient client = connect()) {
      NodeStatus status = client.status();
      show(status, () -> print(status));
      return ExitCodes.DONE;
    }
  }

  private void print(NodeStatus status) {
    line("Network    %s (%s)", status.network(), status.networkId());
    line("Epoch      %,d, deciding round %d of the next", status.epoch(), status.round());
    line("State      %s", state(status));
    line("Role       %s", status.validator() ? "validator" : "follows, decides nothing");
    line("Account    %s", status.account().orElse("none"));
    line("Pool       %,d operations, %,d bytes", status.poolOperations(), status.poolBytes());
    line("Peers      %d", status.peers());
    line("Digest     %s", status.stateDigest());
    line("Peer id    %s", status.peerId());
    status.addresses().forEach(address -> line("Address    %s", address));
    Duration up = Duration.ofMillis(status.uptimeMs());
    line(
        "Process    %d, version %s, up %d h %02d min %02d s",
        status.pid(), status.version(), up.toHours(), up.toMinutesPart(), up.toSecondsPart());
  }

  private String state(NodeStatus status) {
    if (status.halted().isPresent()) {
      return terminal.bad("halted: " + status.halted().get());
    }
    return status.syncing() ? "catching up" : terminal.good("in step");
  }
}
