package org.datanet.cli.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.terminal.Progress;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.audit.AuditReport;
import org.datanet.node.audit.OfflineVerifier;
import org.datanet.node.config.GenesisFile;
import org.datanet.node.config.NodeConfig;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.protocol.genesis.GenesisLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Recomputes a store from genesis, without a node and without a network. */
@Command(
    name = "verify",
    description = {
      "Recompute a node's store from genesis, offline.",
      "Checks signatures, certificates, every table and every entry. Trusts nothing but the genesis file. Needs no running node. Exit code 1 if anything differs."
    },
    footer = {
      "  datanet verify ~/node",
      "  datanet verify /backup/store --genesis genesis.toml --json"
    })
public final class VerifyCommand extends ClientCommand {

  /** What {@code --json} prints. The figures are there if it holds, the rest if it does not. */
  record Result(
      boolean verified,
      String networkId,
      Optional<Long> epochs,
      Optional<Long> operations,
      Optional<String> stateDigest,
      Optional<Failure> failure) {}

  record Failure(
      long epoch,
      String what,
      String expected,
      String got,
      Optional<AuditReport.RowDifference> firstDifference) {}

  @Parameters(paramLabel = "DIR", description = "A node's home, or the folder of its store.")
  private Path directory = Path.of("");

  @Option(
      names = "--genesis",
      paramLabel = "FILE",
      description = "The genesis that is trusted; DIR/genesis.toml by default.")
  private Optional<Path> genesis = Optional.empty();

  public VerifyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    Path genesisFile = genesis.orElseGet(() -> directory.resolve("genesis.toml"));
    if (!Files.exists(genesisFile)) {
      throw new FailedException(
          "there is no file " + genesisFile + "; --genesis names the one to be trusted");
    }
    Bytes32 networkId = GenesisLedger.networkId(GenesisFile.read(genesisFile));
    AuditReport report;
    try (Progress progress = terminal.progress("Epochs", 1)) {
      report =
          new OfflineVerifier(
                  networkId,
                  Ed25519Providers.choose().verifier(),
                  (epoch, last) -> {
                    progress.of(last);
                    progress.to(epoch, "");
                  })
              .verify(store());
    }
    Result result = result(networkId.toUnprefixedHexString(), report);
    show(result, () -> print(result));
    return result.verified() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private Path store() throws IOException {
    Path config = directory.resolve("node.toml");
    if (Files.exists(config)) {
      return directory.resolve(NodeConfig.read(config).storage().path());
    }
    Path usual = directory.resolve("store");
    return Files.isDirectory(usual) ? usual : directory;
  }

  private static Result result(String networkId, AuditReport report) {
    return switch (report) {
      case AuditReport.Verified v ->
          new Result(
              true,
              networkId,
              Optional.of(v.epochs()),
              Optional.of(v.operations()),
              Optional.of(v.stateDigest().toUnprefixedHexString()),
              Optional.empty());
      case AuditReport.Failed f ->
          new Result(
              false,
              networkId,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(
                  new Failure(
                      f.epoch(), f.what().name(), f.expected(), f.got(), f.firstDifference())));
    };
  }

  private void print(Result result) {
    line("Network       %s", result.networkId());
    result.failure().ifPresent(this::print);
    if (result.verified()) {
      line("Verdict       %s", terminal.good("everything follows from genesis"));
      line("Epochs        %,d", result.epochs().orElseThrow());
      line("Operations    %,d", result.operations().orElseThrow());
      line("State digest  %s", result.stateDigest().orElseThrow());
    }
  }

  private void print(Failure failure) {
    line(
        "Verdict       %s",
        terminal.bad("FAILED in epoch %,d: %s".formatted(failure.epoch(), failure.what())));
    line("Expected      %s", failure.expected());
    line("Got           %s", failure.got());
    failure
        .firstDifference()
        .ifPresent(
            row -> {
              line("First at      %s", row.place());
              line("  expected    %s", row.expected());
              line("  got         %s", row.got());
            });
  }
}
