package org.datanet.cli.view;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.api.model.RewardInfo;
import org.datanet.node.api.model.TablePage;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.PageQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A decided epoch. */
@Command(
    name = "epoch",
    description = "Show a decided epoch; the last one by default.",
    footer = {"  datanet epoch", "  datanet epoch 12 --rewards"})
public final class EpochCommand extends ClientCommand {

  @Parameters(arity = "0..1", paramLabel = "N", description = "The epoch's number, from 1.")
  private Optional<Long> epoch = Optional.empty();

  @Option(names = "--rewards", description = "Its reward table instead, up to 1,000 rows.")
  private boolean rewards;

  public EpochCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    try (ApiClient client = connect()) {
      EpochInfo info = epoch.isPresent() ? client.epoch(epoch.get()) : client.latestEpoch();
      if (rewards) {
        TablePage<RewardInfo> page =
            client.epochRewards(info.epoch(), PageQuery.first(ApiLimits.PAGE_ITEMS_MAX));
        show(page, () -> print(page));
      } else {
        show(info, () -> print(info));
      }
      return ExitCodes.DONE;
    }
  }

  private void print(EpochInfo info) {
    line("Epoch              %,d, decided in round %d", info.epoch(), info.round());
    line("Proposer           %s, in round %d", info.proposer(), info.originRound());
    line(
        "Time               %s, by the proposer's clock", Instant.ofEpochMilli(info.timestampMs()));
    line("Operations         %,d", info.operations());
    line("Batch              %s", info.batchId());
    line("State digest       %s", info.stateDigest());
    line("Attribution root   %s", info.attributionRoot());
    line("Reward root        %s", info.rewardRoot());
    line("Next validators    %s", info.nextValidatorsHash());
    line("Signers            %d", info.signers().size());
    info.signers().forEach(signer -> line("  %s", signer));
  }

  private void print(TablePage<RewardInfo> page) {
    line("Rewards of epoch %,d, root %s", page.epoch(), page.root());
    Table table = new Table(">ROW", "ACCOUNT", "KIND", ">AMOUNT");
    for (RewardInfo row : page.rows()) {
      table.row(row.index(), row.account(), row.kind(), Money.micros(row.amountMicros()));
    }
    table.print(terminal);
    if (page.next().isPresent()) {
      terminal.say(
          "%,d of %,d rows; the rest is in the API".formatted(page.rows().size(), page.size()));
    }
  }
}
