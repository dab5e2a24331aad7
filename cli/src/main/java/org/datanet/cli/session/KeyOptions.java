package org.datanet.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.keys.KeyFile;
import org.datanet.protocol.identity.AccountId;
import picocli.CommandLine.Option;

/** Which key is meant. */
public final class KeyOptions {

  @Option(
      names = "--key",
      paramLabel = "NAME",
      description = "The key; that of config.toml, else 'main'.")
  private Optional<String> key = Optional.empty();

  public String name(Home home) throws IOException {
    return key.isPresent() ? key.get() : home.config().key();
  }

  /** The key's account; needs no passphrase. */
  public AccountId account(Home home) throws IOException {
    return KeyFile.account(existing(home));
  }

  /** The key's secret, opened with its passphrase where it has one; the caller wipes it. */
  byte[] open(Home home, Terminal terminal, PassphraseOptions passphrase) throws IOException {
    Path file = existing(home);
    char[] secret =
        KeyFile.isProtected(file)
            ? passphrase.existing(terminal, "Passphrase of the key '" + name(home) + "': ")
            : new char[0];
    byte[] seed = KeyFile.open(file, secret);
    Arrays.fill(secret, '\0');
    return seed;
  }

  private Path existing(Home home) throws IOException {
    String name = name(home);
    Path file = home.keyFile(name);
    if (!Files.exists(file)) {
      throw new FailedException(
          "there is no key '%s' in %s; `datanet init` makes the first one, `datanet key new` others"
              .formatted(name, home.folder()));
    }
    return file;
  }
}
