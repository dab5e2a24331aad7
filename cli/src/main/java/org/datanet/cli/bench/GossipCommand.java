package org.datanet.cli.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.terminal.Terminal;
import org.datanet.testnet.bench.BenchRow;
import org.datanet.testnet.bench.GossipBench;
import org.datanet.testnet.bench.GossipBench.Transport;
import org.datanet.testnet.gossipbench.GossipPlan;
import org.datanet.testnet.lines.LineFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gossip between processes. */
@Command(
    name = "gossip",
    description = {
      "Measure signed gossip between processes of this machine: one publishes, the others check and"
          + " count.",
      "Throughput is that of the slowest subscriber, while the publisher waits for it; latency is"
          + " at a set pace."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  datanet bench gossip --against js",
      "  datanet bench gossip --transport quic",
      "  datanet bench gossip --nodes 5 --json"
    })
final class GossipCommand implements Callable<Integer> {

  /** Whom ours can be compared with. */
  enum Other {
    js
  }

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "2",
      description = "Processes, one of which publishes, 2 to 16; ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Messages a second while latency is measured; ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "1024",
      description = "Data of a message; ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      defaultValue = "tcp",
      description = "tcp, or quic, which is compared with tcp; ${DEFAULT-VALUE}.")
  private Transport transport = Transport.tcp;

  @Option(
      names = "--against",
      paramLabel = "NAME",
      arity = "1",
      description = {
        "js: the same with js-libp2p, over the same transport.",
        "npm installs it at the first use, into ~/.cache/datanet."
      })
  private List<Other> against = List.of();

  @Option(names = "--quick", description = "A tenth of the messages; figures are rough.")
  private boolean quick;

  @Option(names = "--json", description = "The result as one line of JSON on the output.")
  private boolean json;

  GossipCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws FailedException {
    boolean againstJs = !against.isEmpty();
    try (Screen screen = new Screen(terminal)) {
      List<BenchRow> rows = GossipBench.run(plan(), transport, againstJs, screen);
      BenchResult.of("gossip", rows).show(terminal, json);
      return ExitCodes.DONE;
    } catch (IOException | LineFailure e) {
      throw new FailedException("the measurement failed: " + e.getMessage(), e);
    }
  }

  private GossipPlan plan() {
    try {
      return GossipPlan.of(nodes, size, rate, quick);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
