package org.datanet.cli.view;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.DroppedPeerInfo;
import org.datanet.node.api.model.PeerInfo;
import org.datanet.node.client.ApiClient;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Whom the node is connected to. */
@Command(
    name = "peers",
    description = {
      "List the peers that the node is connected to, and those it lost lately, with the reason.",
      "SCORE is a peer's standing in gossip: below 0 it is in disgrace, below -80 it is dropped.",
      "Ban some, or let them in again."
    },
    footer = {
      "  datanet peers",
      "  datanet peers ban 12D3KooW… --for 12h --reason 'sends garbage'",
      "  datanet peers bans"
    })
public final class PeersCommand extends ClientCommand {

  /** What {@code --json} prints. */
  record Peers(List<PeerInfo> connected, List<DroppedPeerInfo> dropped) {}

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
      Peers peers = new Peers(client.peers(), client.droppedPeers());
      show(peers, () -> print(peers));
      return ExitCodes.DONE;
    }
  }

  private void print(Peers peers) {
    print(peers.connected());
    if (!peers.dropped().isEmpty()) {
      terminal.out().println();
      printDropped(peers.dropped());
    }
  }

  private void printDropped(List<DroppedPeerInfo> dropped) {
    Table table = new Table("DROPPED", "ADDRESS", ">AGO", ">SCORE", "WHY");
    for (DroppedPeerInfo peer : dropped) {
      table.row(
          peer.peerId(),
          peer.address(),
          peer.droppedMs() / 1_000 + " s",
          score(peer.score()),
          peer.reason());
    }
    table.print(terminal);
  }

  private static String score(double score) {
    return String.format(Locale.ROOT, "%.1f", score);
  }

  private void print(List<PeerInfo> connected) {
    Table table =
        new Table("PEER", "ADDRESS", "TRANSPORT", "DIALLED BY", ">PING", ">SCORE", "AGENT");
    for (PeerInfo peer : connected) {
      table.row(
          peer.peerId(),
          peer.address(),
          peer.transport(),
          peer.outbound() ? "us" : "them",
          peer.roundTripMs().map(ms -> ms + " ms").orElse("-"),
          score(peer.score()),
          peer.agent().orElse("-"));
    }
    table.print(terminal);
  }
}
