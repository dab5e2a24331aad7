package org.datanet.cli.bench;

import java.util.concurrent.Callable;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.terminal.Terminal;
import org.datanet.testnet.bench.GossipSimBench;
import org.datanet.testnet.gossipsim.Simulation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gossip among very many peers. */
@Command(
    name = "gossip-sim",
    description = {
      "Simulate gossip among very many peers with the real router: delivery, latency, hops, bytes.",
      "Links take 5 to 95 ms, each peer dials ten others. 10,000 peers need 4 GiB of heap and some minutes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  datanet bench gossip-sim --peers 1000 --messages 100",
      "  datanet bench gossip-sim --peers 10000 --messages 20 --hostile 0 --loss 0 --json"
    })
final class GossipSimCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--peers",
      paramLabel = "N",
      defaultValue = "1000",
      description = "All of them, the hostile included; ${DEFAULT-VALUE}.")
  private int peers;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "50",
      description = "Published by honest peers, ten a second; ${DEFAULT-VALUE}.")
  private int messages;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Data of a message; ${DEFAULT-VALUE}.")
  private int bytes;

  @Option(
      names = "--hostile",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Share of peers that abuse the others; ${DEFAULT-VALUE}.")
  private double hostile;

  @Option(
      names = "--loss",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Share of messages that are lost on a connection; ${DEFAULT-VALUE}.")
  private double loss;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same gives the same run; ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "The result as one line of JSON on the output.")
  private boolean json;

  GossipSimCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Simulation.Plan plan =
        Simulation.Plan.of(peers, messages)
            .withMessageBytes(bytes)
            .withHostile(ppm(hostile))
            .withLoss(ppm(loss))
            .withSeed(seed);
    try (Screen screen = new Screen(terminal)) {
      BenchResult.of("gossip-sim", GossipSimBench.run(plan, screen)).show(terminal, json);
    }
    return ExitCodes.DONE;
  }

  private static int ppm(double share) {
    return (int) Math.round(1_000_000 * share);
  }
}
