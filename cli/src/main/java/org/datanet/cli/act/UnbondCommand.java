package org.datanet.cli.act;

import java.io.IOException;
import org.datanet.cli.session.SendingCommand;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.client.ApiClient;
import org.datanet.protocol.operation.Operation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes money out of a stake. */
@Command(
    name = "unbond",
    description = "Take money out of a stake; it returns when its unbonding epochs are over.",
    footer = {"  datanet unbond curator 1c --datanet lexicon", "  datanet unbond validator 100c"})
public final class UnbondCommand extends SendingCommand {

  @Mixin private final StakeOptions stake = new StakeOptions();

  public UnbondCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    try (ApiClient client = connect()) {
      return send(
          sender(client),
          new Operation.Unbond(stake.role(client), stake.amountMicros()),
          "Unbonds %s as %s.".formatted(Money.text(stake.amountMicros()), stake.text()));
    }
  }
}
