package org.datanet.cli.testnet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.terminal.Terminal;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.Testnets;
import picocli.CommandLine.Option;

/** A command about one local network: that of {@code --dir}, or the last one made. */
abstract class NetworkCommand extends ClientCommand {

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The network's folder; by default the one that `up` made last.")
  private Optional<Path> directory = Optional.empty();

  NetworkCommand(Terminal terminal) {
    super(terminal);
  }

  final Testnets testnets() {
    return Testnets.under(home().folder());
  }

  final Optional<Path> directory() {
    return directory;
  }

  final LocalNetwork existing() throws IOException {
    Path folder =
        directory.isPresent()
            ? directory.get()
            : testnets()
                .current()
                .orElseThrow(
                    () ->
                        new FailedException(
                            "there is no test network yet; `datanet testnet up` makes one"));
    if (!LocalNetwork.isIn(folder)) {
      throw new FailedException(folder + " holds no test network");
    }
    return LocalNetwork.open(folder);
  }
}
