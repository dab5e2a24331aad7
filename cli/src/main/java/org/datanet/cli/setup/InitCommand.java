package org.datanet.cli.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Optional;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.session.Home;
import org.datanet.cli.session.KeyOptions;
import org.datanet.cli.session.PassphraseOptions;
import org.datanet.cli.session.PrivateFiles;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.ApiUnreachableException;
import org.datanet.node.keys.KeyFile;
import org.datanet.node.keys.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a home: its first key and its config. */
@Command(
    name = "init",
    description = {
      "Make a home: a first key, sealed under a passphrase, and config.toml.",
      "If the node answers, the home is bound to its network; nothing is then signed for another."
    },
    footer = {
      "  datanet init",
      "  DATANET_PASSPHRASE=… datanet init --home ./alice --node http://127.0.0.1:9191"
    })
public final class InitCommand extends ClientCommand {

  /** What {@code --json} prints. */
  record Made(String home, String key, String account, String node, Optional<String> networkId) {}

  @Mixin private final KeyOptions key = new KeyOptions();
  @Mixin private final PassphraseOptions passphrase = new PassphraseOptions();

  public InitCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    Home home = home();
    String name = key.name(home);
    if (Files.exists(home.configFile()) || Files.exists(home.keyFile(name))) {
      throw new FailedException(
          home.folder()
              + " is a home already; it was left as it is (`datanet key new` adds a key)");
    }
    char[] chosen = passphrase.chosen(terminal);
    PrivateFiles.createFolder(home.folder());
    SecureRandom random = new SecureRandom();
    KeyFile.writeSealed(home.keyFile(name), Keys.newSeed(random), chosen, random);
    Home.Config config;
    try (ApiClient client = connect()) {
      config = new Home.Config(client.base(), name, networkId(client));
    }
    home.writeConfig(config);
    Made made =
        new Made(
            home.folder().toString(),
            name,
            KeyFile.account(home.keyFile(name)).toDid(),
            config.node().toString(),
            config.networkId());
    show(made, () -> print(made));
    return ExitCodes.DONE;
  }

  private Optional<String> networkId(ApiClient client) throws IOException {
    try {
      return Optional.of(client.parameters().networkId());
    } catch (ApiUnreachableException e) {
      return Optional.empty();
    }
  }

  private void print(Made made) {
    line("Home     %s", made.home());
    line("Key      %s", made.key());
    line("Account  %s", made.account());
    line("Node     %s", made.node());
    line("Network  %s", made.networkId().orElse("not bound: the node does not answer"));
    terminal.say("Keep the passphrase and a copy of the key file: nobody can restore them.");
  }
}
