package org.datanet.cli.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.cli.session.ClientCommand;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.RefusedException;
import org.datanet.cli.session.SendingCommand;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Table;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.DatanetInfo;
import org.datanet.node.api.model.Paged;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.PageQuery;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.operation.ManifestRules;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The group {@code datasets}. */
@Command(
    name = "datasets",
    description = "Create, list and show datanets.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class DatasetsCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private DatasetsCommand() {}

  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new DatasetsCommand())
        .addSubcommand(new Create(terminal))
        .addSubcommand(new ListAll(terminal))
        .addSubcommand(new Show(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  @Command(
      name = "create",
      description = "Create a datanet from a manifest; the network's defaults fill in parameters.",
      footer = "  datanet datasets create --manifest lexicon.toml")
  static final class Create extends SendingCommand {

    @Option(
        names = "--manifest",
        paramLabel = "FILE",
        required = true,
        description = "TOML: name, description, categories, licences, mediaType, requiredFields, …")
    private Path manifest = Path.of("");

    Create(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      try (ApiClient client = connect()) {
        Manifest read = ManifestFile.read(manifest, client.parameters().defaults());
        Optional<Refusal> refusal = ManifestRules.check(read);
        if (refusal.isPresent()) {
          throw new RefusedException(
              refusal.get().reason(), manifest + ": " + refusal.get().message());
        }
        return send(
            sender(client),
            new Operation.CreateDatanet(read),
            "Created the datanet %s.".formatted(read.name()));
      }
    }
  }

  @Command(name = "list", description = "List the datanets.", footer = "  datanet datasets list")
  static final class ListAll extends ClientCommand {

    ListAll(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      try (ApiClient client = connect()) {
        List<DatanetInfo> all = new ArrayList<>();
        Paged<DatanetInfo> page = client.datanets(PageQuery.first(ApiLimits.PAGE_ITEMS_MAX));
        all.addAll(page.items());
        while (page.next().isPresent()) {
          page = client.datanets(PageQuery.after(ApiLimits.PAGE_ITEMS_MAX, page.next().get()));
          all.addAll(page.items());
        }
        show(all, () -> print(all));
        return ExitCodes.DONE;
      }
    }

    private void print(List<DatanetInfo> datanets) {
      Table table = new Table("NAME", ">ACCEPTED", ">REJECTED", ">RECORD BOND", ">RESERVE");
      for (DatanetInfo info : datanets) {
        table.row(
            info.manifest().name(),
            "%,d".formatted(info.recordsAccepted()),
            "%,d".formatted(info.recordsRejected()),
            Money.micros(info.recordBondMicros()),
            Money.micros(info.reserveMicros()));
      }
      table.print(terminal);
    }
  }

  @Command(
      name = "show",
      description = "Show a datanet with its manifest and parameters.",
      footer = "  datanet datasets show lexicon")
  static final class Show extends ClientCommand {

    @Parameters(paramLabel = "NAME", description = "The datanet's name, or its id.")
    private String name = "";

    Show(Terminal terminal) {
      super(terminal);
    }

    @Override
    protected int run() throws IOException {
      try (ApiClient client = connect()) {
        DatanetInfo info = client.datanet(name);
        show(info, () -> print(info));
        return ExitCodes.DONE;
      }
    }

    private void print(DatanetInfo info) {
      Manifest manifest = info.manifest();
      line("Datanet      %s", manifest.name());
      line("About        %s", manifest.description());
      line("Id           %s", info.id());
      line("Creator      %s, in epoch %,d", info.creator(), info.createdEpoch());
      line("Categories   %s", String.join(", ", manifest.categories()));
      line("Licences     %s", String.join(", ", manifest.licences()));
      line("Media type   %s", manifest.mediaType());
      line("Must have    %s", String.join(", ", manifest.requiredFields()));
      line("Guidelines   version %d", manifest.guidelineVersion());
      line(
          "Records      %,d accepted, %,d rejected",
          info.recordsAccepted(), info.recordsRejected());
      line("Record bond  %s", Money.text(info.recordBondMicros()));
      line("Reserve      %s", Money.text(info.reserveMicros()));
      line("");
      Table table = new Table("PARAMETER", ">VALUE");
      for (var entry : ApiJson.tree(manifest.parameters()).properties()) {
        table.row(entry.getKey(), "%,d".formatted(entry.getValue().longValue()));
      }
      table.print(terminal);
    }
  }
}
