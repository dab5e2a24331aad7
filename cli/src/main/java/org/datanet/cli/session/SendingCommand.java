package org.datanet.cli.session;

import java.io.IOException;
import org.datanet.cli.terminal.Terminal;
import org.datanet.protocol.operation.Operation;
import picocli.CommandLine.Option;

/** A command that sends one operation. */
public abstract class SendingCommand extends SigningCommand {

  @Option(names = "--no-wait", description = "Do not wait until an epoch holds the operation.")
  private boolean noWait;

  protected SendingCommand(Terminal terminal) {
    super(terminal);
  }

  /** Sends and shows what became of it; {@code what} says what was done, for people. */
  protected final int send(Sender sender, Operation operation, String what) throws IOException {
    Sender.Sent sent = sender.send(operation, !noWait);
    show(
        sent,
        () -> {
          line("%s", what);
          line(
              "%s",
              sent.epoch()
                  .map("Applied in epoch %,d."::formatted)
                  .orElse("Sent; it waits for the next epoch."));
          line("Operation  %s", sent.id());
        });
    return ExitCodes.DONE;
  }
}
