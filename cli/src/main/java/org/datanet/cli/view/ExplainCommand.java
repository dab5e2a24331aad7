package org.datanet.cli.view;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.KeyOptions;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.AccountExplanation;
import org.datanet.node.api.model.RewardInfo;
import org.datanet.node.api.model.UseExplanation;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.Proofs;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.reward.FeeSplit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where a fee went, or why an account was paid; every row is proven here, not by the node. */
@Command(
    name = "explain",
    description = {
      "Explain where the fee of a use went, or what an account earned in an epoch.",
      "Every row is checked here against the epoch's root by its Merkle proof."
    },
    footer = {
      "  datanet explain bafkrei…",
      "  datanet explain bafkrei… --record 4f0c…",
      "  datanet explain --mine --epoch 12"
    })
public final class ExplainCommand extends ClientCommand {

  /** What {@code --json} prints for a use: what the node said, and whether each row is proven. */
  record UseView(UseExplanation explanation, List<Boolean> proven) {}

  /** The same for an account. */
  record AccountView(AccountExplanation explanation, List<Boolean> proven) {}

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "RECEIPT", description = "Id of a use, bafkrei….")
  private Optional<OperationId> receipt = Optional.empty();

  @Option(names = "--record", paramLabel = "ID", description = "Only what this record got.")
  private Optional<Bytes32> record = Optional.empty();

  @Option(
      names = "--account",
      paramLabel = "DID",
      description = "What this account earned, instead of a use.")
  private Optional<AccountId> account = Optional.empty();

  @Option(names = "--mine", description = "What the key's own account earned.")
  private boolean mine;

  @Option(
      names = "--epoch",
      paramLabel = "N",
      description = "With an account: in this epoch; the last in which it earned by default.")
  private Optional<Long> epoch = Optional.empty();

  @Mixin private final KeyOptions key = new KeyOptions();

  public ExplainCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    Optional<AccountId> asked = mine ? Optional.of(key.account(home())) : account;
    if (receipt.isPresent() == asked.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "Give either RECEIPT, or --mine or --account");
    }
    try (ApiClient client = connect()) {
      return asked.isPresent()
          ? explain(client.explainAccount(asked.get(), epoch))
          : explain(client.explainUse(receipt.orElseThrow(), record));
    }
  }

  private int explain(UseExplanation use) {
    List<Boolean> proven = Proofs.ofUse(use);
    show(new UseView(use, proven), () -> print(use, proven));
    return proven.contains(false) ? ExitCodes.FAILED : ExitCodes.DONE;
  }

  private int explain(AccountExplanation earned) {
    List<Boolean> proven = Proofs.ofAccount(earned);
    show(new AccountView(earned, proven), () -> print(earned, proven));
    return proven.contains(false) ? ExitCodes.FAILED : ExitCodes.DONE;
  }

  private void print(UseExplanation use, List<Boolean> proven) {
    UseExplanation.ReceiptInfo paid = use.receipt();
    line("Receipt   %s", paid.id());
    line("Consumer  %s", paid.consumer());
    line("Fee       %s, in epoch %,d", Money.text(paid.feeMicros()), paid.epoch());
    print(use.split());
    line("");
    Table table = new Table("RECORD", "OWNER", ">WEIGHT", ">AMOUNT", "VESTS", "PROOF");
    for (int i = 0; i < use.rows().size(); i++) {
      UseExplanation.PaidRecord row = use.rows().get(i);
      table.row(
          row.record(),
          row.owner(),
          "%,d ppm".formatted(row.weightPpm()),
          Money.micros(row.amountMicros()),
          row.vesting().isEmpty()
              ? "released"
              : "%d parts to epoch %,d"
                  .formatted(
                      row.vesting().size(), row.vesting().get(row.vesting().size() - 1).epoch()),
          mark(proven.get(i)));
    }
    table.print(terminal);
    conclude(
        "attribution",
        proven,
        use.root(),
        use.certificate().epoch(),
        use.certificate().signers().size());
  }

  private void print(FeeSplit split) {
    new Table("ROLE", ">SHARE")
        .row("burned", Money.micros(split.burnMicros()))
        .row("reserve", Money.micros(split.reserveMicros()))
        .row("contributors", Money.micros(split.contributorMicros()))
        .row("curators", Money.micros(split.curatorMicros()))
        .row("jurors", Money.micros(split.jurorMicros()))
        .row("maintenance", Money.micros(split.maintenanceMicros()))
        .row("validators", Money.micros(split.validatorMicros()))
        .print(terminal);
  }

  private void print(AccountExplanation earned, List<Boolean> proven) {
    line("Account  %s", earned.account());
    line("Epoch    %,d", earned.epoch());
    Table table = new Table("KIND", "DATANET", ">AMOUNT", "PROOF");
    for (int i = 0; i < earned.rows().size(); i++) {
      RewardInfo row = earned.rows().get(i).reward();
      table.row(row.kind(), row.datanet(), Money.micros(row.amountMicros()), mark(proven.get(i)));
    }
    table.print(terminal);
    conclude(
        "reward",
        proven,
        earned.root(),
        earned.certificate().epoch(),
        earned.certificate().signers().size());
  }

  private String mark(boolean proven) {
    return proven ? terminal.good("holds") : terminal.bad("FAILS");
  }

  private void conclude(String table, List<Boolean> proven, String root, long epoch, int signers) {
    long good = proven.stream().filter(holds -> holds).count();
    line("");
    line(
        "Checked here: %d of %d Merkle proofs lead from the row to the %s root",
        good, proven.size(), table);
    line("  %s", root);
    line("of epoch %,d. Signatures under it: %d; `datanet verify` checks them.", epoch, signers);
  }
}
