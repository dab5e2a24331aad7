package org.datanet.cli.session;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command with a home and a node, whose result can be had as JSON. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    footerHeading = "%nExamples:%n")
public abstract class ClientCommand implements Callable<Integer> {

  protected final Terminal terminal;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder of keys and unfinished work; $DATANET_HOME, else ~/.datanet.")
  private Optional<Path> home = Optional.empty();

  @Option(
      names = "--node",
      paramLabel = "URL",
      description = "The node to talk to; that of config.toml, else http://127.0.0.1:9190.")
  private Optional<URI> node = Optional.empty();

  @Option(names = "--json", description = "The result as one line of JSON on the output.")
  private boolean json;

  protected ClientCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The exit code. Only for picocli. */
  @Override
  public final Integer call() throws IOException {
    CommandLogging.quieten();
    return run();
  }

  /** Does the work; an {@link ExitCodes} value. */
  protected abstract int run() throws IOException;

  protected final Home home() {
    return new Home(
        home.or(() -> terminal.environment(Home.ENVIRONMENT).map(Path::of))
            .orElseGet(() -> terminal.userHome().resolve(".datanet")));
  }

  /** A client of the node meant; the caller closes it. */
  protected final ApiClient connect() throws IOException {
    URI base = node.isPresent() ? node.get() : home().config().node();
    if (base.getHost() == null || !"http".equals(base.getScheme())) {
      throw new FailedException(
          base + " is not the address of a node, such as http://127.0.0.1:9190");
    }
    return new ApiClient(base);
  }

  /** The result: {@code value} as JSON if that is wanted, else what {@code text} prints. */
  protected final void show(Object value, Runnable text) {
    if (json) {
      terminal.out().println(ApiJson.writeText(value));
    } else {
      text.run();
    }
    terminal.out().flush();
  }

  protected final void line(String format, Object... arguments) {
    terminal.out().println(format.formatted(arguments));
  }
}
