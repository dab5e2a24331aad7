package org.datanet.cli.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.terminal.Terminal;
import org.datanet.testnet.bench.BenchRow;
import org.datanet.testnet.bench.DecisionBench;
import org.datanet.testnet.bench.IdleBench;
import org.datanet.testnet.bench.StartBench;
import org.datanet.testnet.bench.TransitionBench;
import org.datanet.testnet.bench.VerifyBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures. */
@Command(
    name = "bench",
    description = {
      "Measure this machine with the real code, on one core or with node processes on loopback.",
      "Nothing else should run meanwhile; ratios hold within one run only."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  datanet bench verify",
      "  datanet bench transition --operations 1000000",
      "  datanet bench decision --json",
      "  datanet bench start --records 1000000",
      "  datanet bench idle --peers 50"
    })
public final class BenchCommand implements Callable<Integer> {

  private static final int QUICK_RECORDS = 200;

  /** What can be measured. */
  enum What {
    verify,
    transition,
    decision,
    start,
    idle
  }

  private final Terminal terminal;

  @Parameters(
      paramLabel = "WHAT",
      arity = "0..1",
      description = "One of ${COMPLETION-CANDIDATES}, or a command below; verify.")
  private What what = What.verify;

  @Option(
      names = "--operations",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Length of the chain of `transition`; ${DEFAULT-VALUE}.")
  private int operations;

  @Option(
      names = "--peers",
      paramLabel = "N",
      defaultValue = "" + IdleBench.PEERS,
      description = "Around the node of `idle`; ${DEFAULT-VALUE}.")
  private int peers;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "20000",
      description = "In the store of `start`; ${DEFAULT-VALUE}. A million take 2 GB of disk.")
  private int records;

  @Option(names = "--quick", description = "A small run, to see that it works.")
  private boolean quick;

  @Option(names = "--json", description = "The result as one line of JSON on the output.")
  private boolean json;

  private BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new BenchCommand(terminal))
        .addSubcommand(new GossipCommand(terminal))
        .addSubcommand(new GossipSimCommand(terminal));
  }

  @Override
  public Integer call() throws IOException {
    BenchResult.of(what.name(), rows()).show(terminal, json);
    return ExitCodes.DONE;
  }

  private List<BenchRow> rows() throws IOException {
    try (Screen screen = new Screen(terminal)) {
      return switch (what) {
        case verify -> VerifyBench.run(quick, screen);
        case transition -> TransitionBench.run(quick, operations, screen);
        case idle -> IdleBench.run(quick, peers);
        case decision -> DecisionBench.run(quick, screen);
        case start -> StartBench.run(quick, quick ? QUICK_RECORDS : records, screen);
      };
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // providers and loops throw what they like; none of it is expected
      throw new FailedException("the measurement failed: " + e, e);
    }
  }
}
