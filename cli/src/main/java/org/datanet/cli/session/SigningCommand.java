package org.datanet.cli.session;

import java.io.IOException;
import java.util.Arrays;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.NetworkInfo;
import org.datanet.node.client.ApiClient;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.identity.AccountId;
import picocli.CommandLine.Mixin;

/** A command that speaks for a key. */
public abstract class SigningCommand extends ClientCommand {

  @Mixin private final KeyOptions key = new KeyOptions();
  @Mixin private final PassphraseOptions passphrase = new PassphraseOptions();

  protected SigningCommand(Terminal terminal) {
    super(terminal);
  }

  /** The account of the key, without opening it. */
  protected final AccountId keyAccount() throws IOException {
    return key.account(home());
  }

  /** Checks the network first, then opens the key. */
  protected final Sender sender(ApiClient client) throws IOException {
    NetworkInfo network = Sender.networkFor(home(), client);
    byte[] seed = openKey();
    Sender sender = new Sender(client, Keys.signer(seed), network);
    Arrays.fill(seed, (byte) 0);
    return sender;
  }

  /** The key's secret; the caller wipes it. */
  protected final byte[] openKey() throws IOException {
    return key.open(home(), terminal, passphrase);
  }
}
