package org.datanet.cli.view;

import java.io.IOException;
import java.util.List;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.PeerInfo;
import org.datanet.node.client.ApiClient;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Whom the node is connected to. */
@Command(
    name = "peers",
    description = "List the peers that the node is connected to; ban some, or let them in again.",
    footer = {
      "  datanet peers",
      "  datanet peers ban 12D3KooW… --for 12h --reason 'sends garbage'",
      "  datanet peers bans"
    })
public final class PeersCommand extends ClientCommand {

  private PeersCommand(Terminal terminal) {
    super(terminal);
  }

  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new PeersCommand(terminal))
        .addSubcommand(new BanCommands.Ban(terminal))
        .addSubcommand(new BanCommands.Unban(terminal))
        .addSubcommand(new BanCommands.Bans(terminal));
  }

  @Override
  protected int run() throws IOException {
    try (ApiClient client = connect()) {
      List<PeerInfo> peers = client.peers();
      show(peers, () -> print(peers));
      return ExitCodes.DONE;
    }
  }

  private void print(List<PeerInfo> peers) {
    Table table = new Table("PEER", "ADDRESS", "DIALLED BY", ">PING", "AGENT");
    for (PeerInfo peer : peers) {
      table.row(
          peer.peerId(),
          peer.address(),
          peer.outbound() ? "us" : "them",
          peer.roundTripMs().map(ms -> ms + " ms").orElse("-"),
          peer.agent().orElse("-"));
    }
    table.print(terminal);
  }
}
