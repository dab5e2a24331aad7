package org.datanet.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.datanet.cli.terminal.Terminal;
import picocli.CommandLine.Option;

/** How a passphrase is come by: a file, the environment, or a prompt. */
public final class PassphraseOptions {

  public static final String ENVIRONMENT = "DATANET_PASSPHRASE";

  /** A passphrase is a line; a wrong file is not read into memory. */
  private static final long PASSPHRASE_BYTES_MAX = 4_096;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File with the key's passphrase; else $DATANET_PASSPHRASE, else a prompt.")
  private Optional<Path> file = Optional.empty();

  /** For a new key: typed twice where it is typed. */
  public char[] chosen(Terminal terminal) throws IOException {
    if (file.isPresent() || terminal.environment(ENVIRONMENT).isPresent()) {
      return existing(terminal, "");
    }
    char[] first = existing(terminal, "Passphrase for the new key: ");
    char[] second = existing(terminal, "Once more: ");
    if (!Arrays.equals(first, second)) {
      throw new FailedException("the two passphrases differ; no key was made");
    }
    return first;
  }

  /** Of a key that is there; asked for by {@code prompt} where it is not given. */
  char[] existing(Terminal terminal, String prompt) throws IOException {
    Optional<char[]> given =
        file.isPresent()
            ? Optional.of(firstLine(file.get()))
            : terminal
                .environment(ENVIRONMENT)
                .map(String::toCharArray)
                .or(() -> terminal.askSecretly(prompt));
    return given
        .filter(passphrase -> passphrase.length > 0)
        .orElseThrow(
            () ->
                new FailedException(
                    "a passphrase is needed and nobody can type one: give --passphrase-file or $"
                        + ENVIRONMENT));
  }

  private static char[] firstLine(Path path) throws IOException {
    if (Files.size(path) > PASSPHRASE_BYTES_MAX) {
      throw new FailedException(path + " is too large for a passphrase");
    }
    return Files.readString(path).lines().findFirst().orElse("").toCharArray();
  }
}
