package org.datanet.cli.view;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.BanInfo;
import org.datanet.node.api.model.BanRequest;
import org.datanet.node.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The commands of {@code peers} that keep peers out and let them in again. */
final class BanCommands {

  private BanCommands() {}

  /** {@code 90s}, {@code 30m}, {@code 12h} or {@code 7d}. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      if (!text.matches("[1-9][0-9]{0,5}[smhd]")) {
        throw new TypeConversionException("'" + text + "' is no time such as 90s, 30m, 12h or 7d");
      }
      long number = Long.parseLong(text.substring(0, text.length() - 1));
      return switch (text.charAt(text.length() - 1)) {
        case 's' -> Duration.ofSeconds(number);
        case 'm' -> Duration.ofMinutes(number);
        case 'h' -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
  }

  private static void print(Terminal terminal, List<BanInfo> bans) {
    Table table = new Table("PEER", "UNTIL", "WHY");
    for (BanInfo ban : bans) {
      table.row(
          ban.peerId(),
          ban.untilMs().map(ms -> Instant.ofEpochMilli(ms).toString()).orElse("it is lifted"),
          ban.reason());
    }
    table.print(terminal);
  }

  @Command(
      name = "ban",
      description = "Cut a peer off and keep it out, over restarts of the node too.",
      footer = {
        "  datanet peers ban 12D3KooW… --reason 'sends garbage'",
        "  datanet peers ban 12D3KooW… --for 12h"
      })
  static final class Ban extends ClientCommand {

    @Parameters(paramLabel = "PEER", description = "Its peer id.")
    private String peer = "";

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "90s, 30m, 12h or 7d; without it until the ban is lifted.")
    private Optional<Duration> time = Optional.empty();

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        defaultValue = "by hand",
        description = "For people; ${DEFAULT-VALUE}.")
    private String reason = "";

    Ban(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      try (ApiClient client = connect()) {
        List<BanInfo> bans = client.ban(new BanRequest(peer, time.map(Duration::toMillis), reason));
        show(bans, () -> print(terminal, bans));
        return ExitCodes.DONE;
      }
    }
  }

  @Command(
      name = "unban",
      description = "Let a banned peer in again.",
      footer = "  datanet peers unban 12D3KooW…")
  static final class Unban extends ClientCommand {

    @Parameters(paramLabel = "PEER", description = "Its peer id.")
    private String peer = "";

    Unban(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      try (ApiClient client = connect()) {
        List<BanInfo> bans = client.unban(peer);
        show(bans, () -> print(terminal, bans));
        return ExitCodes.DONE;
      }
    }
  }

  @Command(
      name = "bans",
      description = "List the peers that the node does not speak to.",
      footer = "  datanet peers bans")
  static final class Bans extends ClientCommand {

    Bans(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      try (ApiClient client = connect()) {
        List<BanInfo> bans = client.bans();
        show(bans, () -> print(terminal, bans));
        return ExitCodes.DONE;
      }
    }
  }
}
