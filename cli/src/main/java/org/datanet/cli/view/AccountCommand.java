package org.datanet.cli.view;

import java.io.IOException;
import java.util.Optional;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.KeyOptions;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.AccountInfo;
import org.datanet.node.client.ApiClient;
import org.datanet.protocol.identity.AccountId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** An account as the ledger has it. */
@Command(
    name = "account",
    description = "Show the balance and stakes of an account; of the key's own by default.",
    footer = {"  datanet account", "  datanet account did:key:z6Mk…"})
public final class AccountCommand extends ClientCommand {

  @Parameters(arity = "0..1", paramLabel = "DID", description = "The account, did:key:z6Mk….")
  private Optional<AccountId> account = Optional.empty();

  @Mixin private final KeyOptions key = new KeyOptions();

  public AccountCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    AccountId asked = account.isPresent() ? account.get() : key.account(home());
    try (ApiClient client = connect()) {
      AccountInfo info = client.account(asked);
      show(info, () -> print(info));
      return ExitCodes.DONE;
    }
  }

  private void print(AccountInfo info) {
    line("Account          %s", info.account());
    line("Balance          %s", Money.text(info.balanceMicros()));
    line("Validator stake  %s", Money.text(info.validatorStakeMicros()));
    line("Nonce            %,d, next %,d", info.nonce(), info.nextNonce());
    if (info.curatorStakes().isEmpty()) {
      return;
    }
    line("");
    Table table = new Table("CURATOR OF", ">STAKE", ">IN ESCROW");
    for (AccountInfo.CuratorStake stake : info.curatorStakes()) {
      table.row(
          stake.name(), Money.micros(stake.stakeMicros()), Money.micros(stake.escrowMicros()));
    }
    table.print(terminal);
  }
}
