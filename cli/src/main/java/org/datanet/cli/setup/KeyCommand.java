package org.datanet.cli.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.session.Home;
import org.datanet.cli.session.KeyOptions;
import org.datanet.cli.session.PassphraseOptions;
import org.datanet.cli.session.PrivateFiles;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.keys.KeyFile;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.identity.AccountId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The group {@code key}. */
@Command(
    name = "key",
    description = "Make, list and show keys.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class KeyCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private KeyCommand() {}

  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new KeyCommand())
        .addSubcommand(new New(terminal))
        .addSubcommand(new ListKeys(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new ExportPublic(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /**
   * What {@code --json} prints of a key.
   *
   * @param sealed whether a passphrase opens it
   */
  record KeyView(String name, String account, boolean sealed, String file) {

    static KeyView of(Home home, String name) throws IOException {
      return new KeyView(
          name,
          KeyFile.account(home.keyFile(name)).toDid(),
          KeyFile.isProtected(home.keyFile(name)),
          home.keyFile(name).toString());
    }
  }

  @Command(
      name = "new",
      description = "Make a key.",
      footer = {"  datanet key new bob", "  datanet key new robot --plain"})
  static final class New extends ClientCommand {

    @Parameters(paramLabel = "NAME", description = "Letters, digits, - and _; at most 40.")
    private String name = "";

    @Option(
        names = "--plain",
        description = "Without a passphrase: for unattended use, guarded by the file's mode alone.")
    private boolean plain;

    @Mixin private final PassphraseOptions passphrase = new PassphraseOptions();

    New(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      Home home = home();
      Path file = home.keyFile(name);
      if (Files.exists(file)) {
        throw new FailedException(file + " exists already; a key is never overwritten");
      }
      SecureRandom random = new SecureRandom();
      if (plain) {
        PrivateFiles.createFolder(home.folder());
        KeyFile.writePlain(file, Keys.newSeed(random));
      } else {
        char[] chosen = passphrase.chosen(terminal);
        PrivateFiles.createFolder(home.folder());
        KeyFile.writeSealed(file, Keys.newSeed(random), chosen, random);
      }
      KeyView view = KeyView.of(home, name);
      show(view, () -> line("%s  %s", view.name(), view.account()));
      return ExitCodes.DONE;
    }
  }

  @Command(name = "list", description = "List the keys of the home.", footer = "  datanet key list")
  static final class ListKeys extends ClientCommand {

    ListKeys(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      Home home = home();
      List<KeyView> keys = new ArrayList<>();
      for (String name : home.keys()) {
        keys.add(KeyView.of(home, name));
      }
      show(keys, () -> print(keys));
      return ExitCodes.DONE;
    }

    private void print(List<KeyView> keys) {
      Table table = new Table("KEY", "ACCOUNT", "SEALED");
      keys.forEach(key -> table.row(key.name(), key.account(), key.sealed() ? "yes" : "no"));
      table.print(terminal);
    }
  }

  @Command(
      name = "show",
      description = "Show a key's account and file; never its secret.",
      footer = "  datanet key show --key bob")
  static final class Show extends ClientCommand {

    @Mixin private final KeyOptions key = new KeyOptions();

    Show(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      Home home = home();
      key.account(home);
      KeyView view = KeyView.of(home, key.name(home));
      show(
          view,
          () -> {
            line("Key      %s", view.name());
            line("Account  %s", view.account());
            line("Sealed   %s", view.sealed() ? "yes" : "no: readable by whoever reads the file");
            line("File     %s", view.file());
          });
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "export-public",
      description = "Print the public key alone, for others to pay or to check with.",
      footer = "  datanet key export-public --key bob")
  static final class ExportPublic extends ClientCommand {

    /** What {@code --json} prints. */
    record PublicKey(String account, String publicKey) {}

    @Mixin private final KeyOptions key = new KeyOptions();

    ExportPublic(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      AccountId account = key.account(home());
      PublicKey view = new PublicKey(account.toDid(), account.publicKey().toUnprefixedHexString());
      show(view, () -> line("%s", view.account()));
      return ExitCodes.DONE;
    }
  }
}
