package org.datanet.cli.testnet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.session.Home;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.keys.KeyFile;
import org.datanet.testnet.demo.Companions;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.NetworkPlan;
import org.datanet.testnet.launcher.Role;
import org.datanet.testnet.launcher.TestKeys;
import org.datanet.testnet.launcher.Testnets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a network to try things on by hand. */
@Command(
    name = "up",
    description = {
      "Start a network of node processes on 127.0.0.1, with the lexicon datanet, curators that judge",
      "what you contribute, and an account of yours with money."
    },
    footer = {
      "  datanet testnet up",
      "  datanet testnet up --tamper 3",
      "  datanet testnet up --nodes 7 --epoch-ms 1000"
    })
final class UpCommand extends NetworkCommand {

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "4",
      description = "Nodes, all of them validators; ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(
      names = "--curators",
      paramLabel = "N",
      defaultValue = "9",
      description = "Bots that curate, right nine times in ten; ${DEFAULT-VALUE}.")
  private int curators;

  @Option(
      names = "--epoch-ms",
      paramLabel = "MS",
      defaultValue = "2000",
      description = "Least time between two epochs; ${DEFAULT-VALUE}.")
  private long epochMs;

  @Option(
      names = "--tamper",
      paramLabel = "NODE",
      description =
          "This node, counted from 0, adds 1 µ to one reward of every epoch, to see what becomes of it.")
  private Optional<Integer> tamper = Optional.empty();

  /** What {@code --json} prints. */
  record Result(
      String network,
      String networkId,
      String folder,
      String datanet,
      String home,
      List<Node> nodes) {}

  record Node(int node, String apiUrl, String peerId, long pid, String log) {}

  UpCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    Optional<Path> current = testnets().current();
    if (directory().isEmpty() && current.isPresent() && LocalNetwork.isIn(current.get())) {
      LocalNetwork last = LocalNetwork.open(current.get());
      for (int node = 0; node < last.size(); node++) {
        if (last.isAlive(node)) {
          throw new FailedException(
              last.name()
                  + " runs already; `datanet testnet down` ends it, `--dir` names another folder");
        }
      }
    }
    String name = Testnets.newName(new Random());
    Path folder = directory().orElseGet(() -> testnets().folderOf(name));
    OptionalInt tampered = tamper.map(OptionalInt::of).orElse(OptionalInt.empty());
    LocalNetwork network = LocalNetwork.create(folder, plan(tampered), TestKeys.random(), name);
    terminal.say("starting %d nodes; data and logs in %s".formatted(nodes, network.path()));
    network.up();
    testnets().setCurrent(network.path());
    terminal.say("creating the lexicon datanet");
    String datanet = Companions.found(network);
    if (curators > 0) {
      terminal.say("%d curators take their places".formatted(curators));
      Companions.startCurators(network);
    }
    Home you = home(network);
    Result result = result(network, datanet, you);
    show(result, () -> print(result));
    return ExitCodes.DONE;
  }

  private NetworkPlan plan(OptionalInt tampered) throws FailedException {
    try {
      return new NetworkPlan(nodes, epochMs, 0, curators, 0, tampered);
    } catch (IllegalArgumentException e) {
      throw new FailedException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A home of the person's own in the network's folder: key, node, network. */
  private static Home home(LocalNetwork network) throws IOException {
    Home you = new Home(network.path().resolve("you"));
    KeyFile.writePlain(you.keyFile(Home.FIRST_KEY), network.keys().seed(Role.YOU, 0));
    you.writeConfig(
        new Home.Config(network.apiUri(0), Home.FIRST_KEY, Optional.of(network.networkId())));
    return you;
  }

  private static Result result(LocalNetwork network, String datanet, Home you) {
    List<Node> list = new ArrayList<>();
    for (int node = 0; node < network.size(); node++) {
      list.add(
          new Node(
              node,
              network.apiUri(node).toString(),
              network.peerId(node),
              network.pid(node),
              network.log(node).toString()));
    }
    return new Result(
        network.name(),
        network.networkId(),
        network.path().toString(),
        datanet,
        you.folder().toString(),
        list);
  }

  private void print(Result result) {
    line("%s is up in %s", terminal.strong(result.network()), result.folder());
    for (Node node : result.nodes()) {
      line("  node-%d  %s  %s  process %d", node.node(), node.apiUrl(), node.peerId(), node.pid());
    }
    line("");
    line("Act as yourself, with 10,000 credits:");
    line("  export DATANET_HOME=%s", result.home());
    line("  ./datanet account");
    line(
        "  ./datanet contribute words.jsonl --datanet lexicon --category noun --licence WordNet --label noun.animal");
    line(
        "  ./datanet curate --datanet lexicon        (after `./datanet bond curator --datanet lexicon 10c`)");
    line("  ./datanet testnet status --dir %s", result.folder());
    line("  ./datanet testnet down --dir %s", result.folder());
  }
}
