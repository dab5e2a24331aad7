package org.datanet.cli.act;

import java.io.IOException;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.session.SendingCommand;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.client.ApiClient;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Operation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Pays another account. */
@Command(
    name = "transfer",
    description = "Pay another account; it can spend the money in the epoch after.",
    footer = {"  datanet transfer did:key:z6Mk… 1.5c", "  datanet transfer did:key:z6Mk… 250000"})
public final class TransferCommand extends SendingCommand {

  @Parameters(index = "0", paramLabel = "DID", description = "Who is paid, did:key:z6Mk….")
  private AccountId to = new AccountId(Bytes32.ZERO);

  @Parameters(index = "1", paramLabel = "AMOUNT", description = "In µ, or in credits as 1.5c.")
  private Money amount = new Money(0);

  public TransferCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    try (ApiClient client = connect()) {
      return send(
          sender(client),
          new Operation.Transfer(to, amount.micros()),
          "Paid %s to %s.".formatted(Money.text(amount.micros()), to));
    }
  }
}
