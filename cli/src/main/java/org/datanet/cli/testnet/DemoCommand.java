package org.datanet.cli.testnet;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.Earner;
import org.datanet.testnet.demo.Demo;
import org.datanet.testnet.demo.DemoListener;
import org.datanet.testnet.demo.DemoOptions;
import org.datanet.testnet.demo.DemoReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole loop on four processes, and what came of it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    description = {
      "Run four nodes, thousands of real records, curators and consumers; kill a node and bring it back;",
      "then read from every node what was agreed on."
    },
    footer = {
      "  datanet testnet demo",
      "  datanet testnet demo --accuracy 0.65 --json demo.json",
      "  datanet testnet demo --keep demo && datanet verify demo/node-2"
    })
final class DemoCommand implements Callable<Integer> {

  private static final int PPM = 1_000_000;
  private static final int HASH_SHOWN = 10;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "Of records, junk, votes and uses; ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--accuracy",
      paramLabel = "P",
      defaultValue = "0.85",
      description = "Share of records that a curator judges rightly, 0 to 1; ${DEFAULT-VALUE}.")
  private BigDecimal accuracy = BigDecimal.ZERO;

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "Contributions; by default " + DemoOptions.RECORDS_DEFAULT + ".")
  private int records = DemoOptions.RECORDS_DEFAULT;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "At least so many epochs; by default " + DemoOptions.EPOCHS_DEFAULT + ".")
  private int epochs = DemoOptions.EPOCHS_DEFAULT;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep stores and logs in this new folder.")
  private Optional<Path> keep = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
  private Optional<Path> file = Optional.empty();

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    DemoReport report = Demo.run(options(), new Screen());
    if (file.isPresent()) {
      Files.writeString(file.get(), ApiJson.writeText(report) + "\n");
    }
    print(report);
    terminal.out().flush();
    return report.isSuccess() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private DemoOptions options() throws FailedException {
    try {
      return new DemoOptions(
          seed, accuracy.movePointRight(6).intValueExact(), records, epochs, keep);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new FailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private final class Screen implements DemoListener {
    @Override
    public void says(String line) {
      terminal.say(line);
    }

    @Override
    public void epoch(Tally tally) {
      terminal.say(
          "epoch %3d  sealed %,5d of %,d  copies refused %3d  judged %,5d  accepted %,5d  uses paid %3d"
              .formatted(
                  tally.epoch(),
                  tally.sealed(),
                  tally.planned(),
                  tally.refusedCopies(),
                  tally.settled(),
                  tally.accepted(),
                  tally.receipts()));
    }
  }

  private void print(DemoReport report) {
    printEpochs(report);
    line("");
    line(terminal.strong("Top earners"));
    Table earners =
        new Table("account", "as contributor", "as curator, in escrow", "as validator", "total");
    for (Earner earner : report.topEarners()) {
      earners.row(
          earner.account(),
          Money.credits(earner.totals().contributorMicros()),
          Money.credits(earner.totals().curatorEscrowMicros()),
          Money.credits(earner.totals().validatorPayMicros()),
          Money.credits(earner.totals().totalMicros()));
    }
    earners.print(terminal);
    printExplained(report.explained());
    line("");
    line(
        "%s %,d records judged, %,d accepted, %,d exact copies refused on the spot, %,d uses paid",
        terminal.strong("Curation "),
        report.records(),
        report.accepted(),
        report.refusedCopies(),
        report.receipts());
    line(
        "           %,d of %,d votes were revealed; one that is missing counts as a refusal",
        report.votes(), report.seats());
    line(
        "           precision %.3f, recall %.3f; a 5-of-7 panel of accuracy %.2f expects %.3f and %.3f",
        report.precision(),
        report.recall(),
        (double) report.accuracyPpm() / PPM,
        report.expected().precision(),
        report.expected().recall());
    line(
        "%s node %d was killed after epoch %d and signs again since epoch %d",
        terminal.strong("Fault    "),
        report.kill().node(),
        report.kill().atEpoch(),
        report.kill().rejoinedEpoch());
    long most = report.nodes().stream().mapToLong(DemoReport.Node::residentKiB).max().orElse(0);
    line(
        "%s %d s, largest node %d MiB",
        terminal.strong("Cost     "), report.durationMs() / 1000, most / 1024);
    if (keep.isPresent()) {
      line(
          "%s %s; check one offline: ./datanet verify %s/node-2",
          terminal.strong("Stores   "), report.folder(), report.folder());
    }
  }

  private void line(String format, Object... arguments) {
    terminal.out().println(format.formatted(arguments));
  }

  private void printEpochs(DemoReport report) {
    line(
        terminal.strong(
            "What each node says of each epoch (state digest, attribution root, reward root)"));
    for (DemoReport.Epoch epoch : report.epochs()) {
      StringBuilder row = new StringBuilder("%4d  ".formatted(epoch.epoch()));
      row.append(epoch.agree() ? terminal.good("agree   ") : terminal.bad("DIFFER  "));
      for (int node = 0; node < epoch.nodes().size(); node++) {
        DemoReport.NodeEpoch told = epoch.nodes().get(node);
        row.append(
            "%d: %s %s %s (%d signed)  "
                .formatted(
                    node,
                    shortened(told.stateDigest()),
                    shortened(told.attributionRoot()),
                    shortened(told.rewardRoot()),
                    told.signers().size()));
      }
      line("%s", row.toString().stripTrailing());
    }
    long agreed = report.epochs().stream().filter(DemoReport.Epoch::agree).count();
    line(
        "%d of %d epochs agree on all %d nodes",
        agreed, report.epochs().size(), report.nodes().size());
  }

  private void printExplained(DemoReport.Explained explained) {
    line("");
    line(terminal.strong("One reward explained"));
    line(
        "  receipt  %s, epoch %d, fee %s",
        explained.receipt(), explained.epoch(), Money.text(explained.feeMicros()));
    line("  record   %s", explained.record());
    line("  owner    %s", explained.owner());
    line("  weight   %,d ppm of the contributors' half of the fee", explained.weightPpm());
    line("  amount   %s", Money.text(explained.amountMicros()));
    line(
        "  proof    row %d of %d leads over %d hashes to %s: %s",
        explained.proof().index(),
        explained.proof().size(),
        explained.proof().path().size(),
        shortened(explained.root()),
        explained.proofHolds()
            ? terminal.good("holds, and all nodes certified that root")
            : terminal.bad("does not hold"));
  }

  private static String shortened(String hex) {
    return hex.substring(0, HASH_SHOWN);
  }
}
