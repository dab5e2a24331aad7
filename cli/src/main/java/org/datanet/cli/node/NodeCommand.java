package org.datanet.cli.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.session.PrivateFiles;
import org.datanet.cli.session.RefusedException;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.Main;
import org.datanet.node.config.GenesisFile;
import org.datanet.node.config.NodeConfig;
import org.datanet.node.keys.KeyFile;
import org.datanet.node.keys.Keys;
import org.datanet.node.runtime.NodeHome;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.genesis.GenesisRules;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.wire.Genesis;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group {@code node}. */
@Command(
    name = "node",
    description = "Make a node's home and run the node.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class NodeCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private NodeCommand() {}

  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new NodeCommand())
        .addSubcommand(new Init(terminal))
        .addSubcommand(new Run());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  @Command(
      name = "run",
      description = {
        "Run the node of a home until it is told to end (SIGTERM, Ctrl-C). It logs to the output.",
        "Exit code 5: the node stopped by itself; halted/report.json in its home says why."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  datanet node run --home ./node")
  static final class Run implements Callable<Integer> {

    @Option(
        names = "--home",
        paramLabel = "DIR",
        required = true,
        description = "Folder with node.toml, genesis.toml and node.key.")
    private Path home = Path.of("");

    @Override
    public Integer call() {
      return Main.run(home);
    }
  }

  @Command(
      name = "init",
      description = {
        "Make a node's home: the genesis it trusts, a key of its own and node.toml.",
        "The key is kept in the clear, so that the node can start unattended."
      },
      footer = {
        "  datanet node init --genesis genesis.toml --home ./node \\",
        "      --bootstrap /ip4/192.0.2.7/tcp/4190/p2p/12D3Koo…",
        "  datanet node run --home ./node"
      })
  static final class Init extends ClientCommand {

    /** What {@code --json} prints. */
    record Made(String home, String account, String networkId, String network) {}

    @Option(
        names = "--genesis",
        paramLabel = "FILE",
        required = true,
        description = "The genesis of the network to join.")
    private Path genesis = Path.of("");

    @Option(
        names = "--key-file",
        paramLabel = "FILE",
        description = "A key file to be copied instead of a new key: that of a validator.")
    private Optional<Path> keyFile = Optional.empty();

    @Option(
        names = "--listen",
        paramLabel = "MULTIADDR",
        description = {
          "Where peers reach the node; may be given several times.",
          "By default QUIC and TCP, on port 4190 of every interface."
        })
    private List<String> listen = new ArrayList<>();

    @Option(
        names = "--bootstrap",
        paramLabel = "MULTIADDR",
        description = "A peer to keep connected to, with /p2p/…; may be given several times.")
    private List<String> bootstrap = new ArrayList<>();

    @Option(
        names = "--api-port",
        paramLabel = "PORT",
        defaultValue = "9190",
        description = "Of the HTTP API, on loopback; ${DEFAULT-VALUE} by default.")
    private int apiPort;

    Init(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      NodeHome home = new NodeHome(home().folder());
      if (Files.exists(home.genesis()) || Files.exists(home.key())) {
        throw new FailedException(
            home.folder() + " is a node's home already; it was left as it is");
      }
      Genesis trusted = GenesisFile.read(genesis);
      Optional<Refusal> refusal = GenesisRules.check(trusted);
      if (refusal.isPresent()) {
        throw new RefusedException(
            refusal.get().reason(), genesis + ": " + refusal.get().message());
      }
      PrivateFiles.createFolder(home.folder());
      if (keyFile.isPresent()) {
        KeyFile.account(keyFile.get());
        PrivateFiles.write(home.key(), Files.readAllBytes(keyFile.get()));
      } else {
        KeyFile.writePlain(home.key(), Keys.newSeed(new SecureRandom()));
      }
      if (!Files.exists(home.config())) {
        Files.writeString(home.config(), config(), StandardCharsets.UTF_8);
      }
      Files.copy(genesis, home.genesis());
      Made made =
          new Made(
              home.folder().toString(),
              KeyFile.account(home.key()).toDid(),
              GenesisLedger.networkId(trusted).toUnprefixedHexString(),
              trusted.getNetwork());
      show(
          made,
          () -> {
            line("Home     %s", made.home());
            line("Account  %s", made.account());
            line("Network  %s (%s)", made.network(), made.networkId());
            line("Run it with: datanet node run --home %s", made.home());
          });
      return ExitCodes.DONE;
    }

    private String config() throws FailedException {
      if (apiPort < 0 || apiPort > 65_535) {
        throw new FailedException("a port is 0 to 65535, not " + apiPort);
      }
      return """
          [network]
          # Multiaddrs on which peers reach the node: QUIC, and TCP where QUIC does not get through.
          listen = [%s]
          # Peers to keep connected to, with /p2p/ and their peer id.
          bootstrap = [%s]

          [api]
          # The HTTP interface; other hosts than loopback see everything the node knows.
          host = "127.0.0.1"
          port = %d
          """
          .formatted(
              quoted(listen.isEmpty() ? NodeConfig.Network.DEFAULT_LISTEN : listen),
              quoted(bootstrap),
              apiPort);
    }

    private static String quoted(List<String> texts) {
      return texts.stream().map(Init::quoted).collect(Collectors.joining(", "));
    }

    /** A multiaddr has neither quotes nor backslashes; what is typed may. */
    private static String quoted(String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }
}
