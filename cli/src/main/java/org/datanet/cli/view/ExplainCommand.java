package org.datanet.cli.view;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.session.KeyOptions;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.AccountExplanation;
import org.datanet.node.api.model.RewardInfo;
import org.datanet.node.api.model.UseExplanation;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.EpochProof;
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

/**
 * Where a fee went, or why an account was paid. Nothing that the node says is shown as proven
 * unless it was checked here: rows under their root, the root in the batch, the batch under its
 * signatures.
 */
@Command(
    name = "explain",
    description = {
      "Explain where the fee of a use went, or what an account earned in an epoch.",
      "Every row is checked here: by its Merkle proof against the epoch's root, and the root by",
      "the validators' signatures. Of the network only genesis is taken as known."
    },
    footer = {
      "  datanet explain bafkrei…",
      "  datanet explain bafkrei… --record 4f0c…",
      "  datanet explain --mine --epoch 12"
    })
public final class ExplainCommand extends ClientCommand {

  /**
   * What {@code --json} prints for a use: what the node said, whether each row is proven, and who
   * signed the root that they are proven under.
   */
  record UseView(UseExplanation explanation, List<Boolean> proven, EpochProof signed) {}

  /** The same for an account. */
  record AccountView(AccountExplanation explanation, List<Boolean> proven, EpochProof signed) {}

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
          ? explainAccount(client, asked.get())
          : explainUse(client, receipt.orElseThrow());
    }
  }

  private int explainUse(ApiClient client, OperationId asked) throws IOException {
    UseExplanation use = client.explainUse(asked, record);
    requireAnswer(use.receipt().id().equals(asked.toString()), "receipt");
    EpochProof signed = EpochProofs.fetch(client, home(), use.receipt().epoch());
    requireAnswer(
        use.root().equals(signed.attributionRoot().toUnprefixedHexString()), "attribution root");
    if (use.rows().isEmpty()) {
      throw new FailedException(
          record.isPresent()
              ? "this use names no such record; without --record all are shown"
              : "the node shows no row of this use");
    }
    requireAnswer(record.isPresent() || isWhole(use), "share of the contributors");
    List<Boolean> proven = Proofs.ofUse(use);
    show(new UseView(use, proven, signed), () -> print(use, proven, signed));
    return proven.contains(false) ? ExitCodes.FAILED : ExitCodes.DONE;
  }

  /** Whether no row is left out: together they are what contributors get of the fee. */
  private static boolean isWhole(UseExplanation use) {
    return use.rows().stream().mapToLong(UseExplanation.PaidRecord::amountMicros).sum()
        == use.split().contributorMicros();
  }

  private int explainAccount(ApiClient client, AccountId asked) throws IOException {
    AccountExplanation earned = client.explainAccount(asked, epoch);
    requireAnswer(earned.account().equals(asked.toDid()), "account");
    requireAnswer(epoch.isEmpty() || earned.epoch() == epoch.get(), "epoch");
    EpochProof signed = EpochProofs.fetch(client, home(), earned.epoch());
    requireAnswer(earned.root().equals(signed.rewardRoot().toUnprefixedHexString()), "reward root");
    List<Boolean> proven = Proofs.ofAccount(earned);
    show(new AccountView(earned, proven, signed), () -> print(earned, proven, signed));
    return proven.contains(false) ? ExitCodes.FAILED : ExitCodes.DONE;
  }

  private static void requireAnswer(boolean holds, String what) throws FailedException {
    if (!holds) {
      throw new FailedException(
          "the node's answer is not proven: it has another " + what + "; ask another node");
    }
  }

  private void print(UseExplanation use, List<Boolean> proven, EpochProof signed) {
    UseExplanation.ReceiptInfo paid = use.receipt();
    line("Receipt   %s", paid.id());
    line("Consumer  %s", paid.consumer());
    line("Fee       %s, in epoch %,d", Money.text(paid.feeMicros()), paid.epoch());
    print(use.split());
    line("");
    Table table = new Table("RECORD", "OWNER", ">WEIGHT", ">AMOUNT", ">TRANCHE", "VESTS", "PROOF");
    for (int i = 0; i < use.rows().size(); i++) {
      UseExplanation.PaidRecord row = use.rows().get(i);
      table.row(
          row.record(),
          row.owner(),
          "%,d ppm".formatted(row.weightPpm()),
          Money.micros(row.amountMicros()),
          Money.micros(row.trancheMicros()),
          row.vesting().isEmpty()
              ? "-"
              : "%d parts to epoch %,d"
                  .formatted(
                      row.vesting().size(), row.vesting().get(row.vesting().size() - 1).epoch()),
          mark(proven.get(i)));
    }
    table.print(terminal);
    line("A tranche is all that a record earned in the epoch; it vests as one.");
    conclude("attribution", proven, use.root(), signed);
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

  private void print(AccountExplanation earned, List<Boolean> proven, EpochProof signed) {
    line("Account  %s", earned.account());
    line("Epoch    %,d", earned.epoch());
    Table table = new Table("KIND", "DATANET", ">AMOUNT", "PROOF");
    for (int i = 0; i < earned.rows().size(); i++) {
      RewardInfo row = earned.rows().get(i).reward();
      table.row(row.kind(), row.datanet(), Money.micros(row.amountMicros()), mark(proven.get(i)));
    }
    table.print(terminal);
    conclude("reward", proven, earned.root(), signed);
  }

  private String mark(boolean proven) {
    return proven ? terminal.good("holds") : terminal.bad("FAILS");
  }

  private void conclude(String table, List<Boolean> proven, String root, EpochProof signed) {
    long good = proven.stream().filter(holds -> holds).count();
    line("");
    line(
        "Checked here: %d of %d Merkle proofs lead from the row to the %s root",
        good, proven.size(), table);
    line("  %s", root);
    line("of epoch %,d, with %d valid signatures under it.", signed.epoch(), signed.signers());
    line(
        switch (signed.standing()) {
          case GENESIS_QUORUM ->
              "%d of the %d validators of genesis signed, a quorum."
                  .formatted(signed.genesisSigners(), signed.genesisValidators());
          case GENESIS_THIRD ->
              "%d of the %d validators of genesis signed: no quorum of theirs, more than a third."
                  .formatted(signed.genesisSigners(), signed.genesisValidators());
          case UNKNOWN_SIGNERS ->
              "The validators have changed since genesis: `datanet verify` tells if they are right.";
        });
  }
}
