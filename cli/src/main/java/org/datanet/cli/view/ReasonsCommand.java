package org.datanet.cli.view;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.protocol.operation.Reason;
import picocli.CommandLine.Command;

/** The registry of reason codes; needs no node. */
@Command(
    name = "reasons",
    description = "List the reason codes of refusals, forfeits and settlements.",
    footer = "  datanet reasons --json")
public final class ReasonsCommand extends ClientCommand {

  /** What {@code --json} prints of a code. */
  record ReasonView(String reason, String text) {}

  public ReasonsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    List<ReasonView> reasons =
        Stream.of(Reason.values())
            .map(reason -> new ReasonView(reason.name(), reason.text()))
            .toList();
    show(
        reasons,
        () -> {
          Table table = new Table("REASON", "MEANING");
          reasons.forEach(reason -> table.row(reason.reason(), reason.text()));
          table.print(terminal);
        });
    return ExitCodes.DONE;
  }
}
