package org.datanet.cli.view;

import java.io.IOException;
import java.util.Optional;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.KeyOptions;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.AccountRewards;
import org.datanet.node.api.model.EarningTotals;
import org.datanet.node.api.model.RewardInfo;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.PageQuery;
import org.datanet.protocol.identity.AccountId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an account earned. */
@Command(
    name = "rewards",
    description = "Show what an account earned, by kind and by epoch; the key's own by default.",
    footer = {"  datanet rewards", "  datanet rewards did:key:z6Mk… --limit 100 --json"})
public final class RewardsCommand extends ClientCommand {

  @Parameters(arity = "0..1", paramLabel = "DID", description = "The account, did:key:z6Mk….")
  private Optional<AccountId> account = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Rows, newest first, 1 to 1,000; ${DEFAULT-VALUE} by default.")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "NEXT",
      description = "Go on behind a page, from its 'next'.")
  private Optional<String> after = Optional.empty();

  @Mixin private final KeyOptions key = new KeyOptions();

  public RewardsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    AccountId asked = account.isPresent() ? account.get() : key.account(home());
    try (ApiClient client = connect()) {
      PageQuery page =
          after.map(next -> PageQuery.after(limit, next)).orElseGet(() -> PageQuery.first(limit));
      AccountRewards rewards = client.rewards(asked, page);
      show(rewards, () -> print(rewards));
      return ExitCodes.DONE;
    }
  }

  private void print(AccountRewards rewards) {
    EarningTotals totals = rewards.totals();
    line("Account  %s", rewards.account());
    line("Through epoch %,d:", totals.throughEpoch());
    new Table("KIND", ">EARNED", "")
        .row(
            "contributor", Money.micros(totals.contributorMicros()), "vests in parts; see `record`")
        .row("curator pay", Money.micros(totals.curatorPayMicros()), "")
        .row(
            "curator escrow",
            Money.micros(totals.curatorEscrowMicros()),
            "held until the curator's audit gate opens; see `account`")
        .row("validator pay", Money.micros(totals.validatorPayMicros()), "")
        .row("total", Money.micros(totals.totalMicros()), "")
        .print(terminal);
    if (rewards.rows().isEmpty()) {
      return;
    }
    line("");
    Table table = new Table(">EPOCH", "KIND", "DATANET", ">AMOUNT");
    for (RewardInfo row : rewards.rows()) {
      table.row(
          row.epoch(), row.kind(), row.datanet().substring(0, 8), Money.micros(row.amountMicros()));
    }
    table.print(terminal);
    rewards.next().ifPresent(next -> terminal.say("More: --after " + next));
  }
}
