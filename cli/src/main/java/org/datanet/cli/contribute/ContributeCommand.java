package org.datanet.cli.contribute;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.Farewell;
import org.datanet.cli.session.RefusedException;
import org.datanet.cli.session.Sender;
import org.datanet.cli.session.SigningCommand;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Progress;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.DatanetInfo;
import org.datanet.node.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Contributes the lines of a file. */
@Command(
    name = "contribute",
    description = {
      "Contribute records from a JSONL or CSV file.",
      "Each line is one record. All lines are checked before anything is sent. Then each record is committed with its bond,",
      "and opened in a later epoch. A journal in the home lets an interrupted run go on."
    },
    footer = {
      "  datanet contribute words.jsonl --datanet lexicon --category noun --licence CC0-1.0",
      "  datanet contribute words.csv --datanet lexicon --category-field pos --label-field class \\",
      "      --licence CC-BY-4.0 --source-url https://example.org/words --skip-bad --wait",
      "  datanet contribute --resume"
    })
public final class ContributeCommand extends SigningCommand {

  /** More than a screen of problems helps nobody; --json has them all. */
  private static final int PROBLEMS_SHOWN_MAX = 50;

  /** What {@code --json} prints. {@code id} is empty if nothing was sent. */
  record Result(
      Optional<String> id, String datanet, List<RecordResult> records, List<Problem> problems) {}

  /**
   * @param state SEALED …, or FAILED
   * @param reason of a failure
   */
  record RecordResult(
      String place,
      String record,
      String cid,
      String state,
      Optional<String> reason,
      Optional<String> message) {}

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "words.jsonl, words.ndjson or words.csv; UTF-8.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--datanet", paramLabel = "NAME", description = "Where the records belong.")
  private Optional<String> datanet = Optional.empty();

  @Option(names = "--category", paramLabel = "NAME", description = "Of every record.")
  private Optional<String> category = Optional.empty();

  @Option(
      names = "--category-field",
      paramLabel = "FIELD",
      description =
          "The field that names a record's category; it is no part of the content unless the"
              + " datanet requires it.")
  private Optional<String> categoryField = Optional.empty();

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      description = "Of every record; may be given several times.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--label-field",
      paramLabel = "FIELD",
      description = "The field with a record's label, or list of them; as --category-field.")
  private Optional<String> labelField = Optional.empty();

  @Option(names = "--licence", paramLabel = "SPDX", description = "Of every record: CC0-1.0, …")
  private Optional<String> licence = Optional.empty();

  @Option(
      names = "--source-url",
      paramLabel = "URL",
      description = "The records are imported from there; made by people otherwise.")
  private Optional<String> sourceUrl = Optional.empty();

  @Option(names = "--synthetic", description = "A machine made the records.")
  private boolean synthetic;

  @Option(names = "--skip-bad", description = "Leave bad lines out and go on with the others.")
  private boolean skipBad;

  @Option(names = "--check", description = "Only check; send nothing.")
  private boolean checkOnly;

  @Option(names = "--wait", description = "Wait until every record is judged, not only sealed.")
  private boolean untilSettled;

  @Option(
      names = "--resume",
      arity = "0..1",
      paramLabel = "ID",
      fallbackValue = "",
      description = "Go on with an interrupted run; ID may be left out if there is only one.")
  private Optional<String> resume = Optional.empty();

  public ContributeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    if (resume.isPresent() == file.isPresent()) {
      throw usage("Give either FILE or --resume");
    }
    try (ApiClient client = connect()) {
      return resume.isPresent() ? resume(client) : contribute(client, file.orElseThrow());
    }
  }

  private int contribute(ApiClient client, Path from) throws IOException {
    ContributionTerms terms = terms();
    DatanetInfo info = client.datanet(datanet.orElseThrow(() -> usage("Missing --datanet NAME")));
    Preparation preparation = new Preparation(client, info, terms);
    DraftRules rules = preparation.judge(from, keyAccount());
    List<Problem> problems = rules.problems();
    report(problems);
    if (!problems.isEmpty() && !skipBad || rules.drafts().isEmpty() || checkOnly) {
      Result result = new Result(Optional.empty(), info.manifest().name(), List.of(), problems);
      show(
          result, () -> line("Good lines: %,d, bad: %,d.", rules.drafts().size(), problems.size()));
      return stopBeforeSending(problems, rules.drafts().size());
    }
    Sender sender = sender(client);
    Journal journal = preparation.journal(rules.drafts(), sender);
    Journals journals = new Journals(home().contributions());
    journals.write(journal);
    terminal.say(
        "%,d records, bonds of %s in all. Interrupted, `datanet contribute --resume %s` goes on."
            .formatted(
                journal.items().size(),
                Money.text(info.recordBondMicros() * journal.items().size()),
                journal.id()));
    return drive(client, sender, journals, journal, false, problems);
  }

  private int stopBeforeSending(List<Problem> problems, int good) throws IOException {
    if (!problems.isEmpty() && !(skipBad && good > 0)) {
      throw new RefusedException(
          problems.get(0).reason(),
          "%,d of %,d lines cannot be contributed; nothing was sent%s"
              .formatted(
                  problems.size(),
                  problems.size() + good,
                  good > 0 ? " (--skip-bad goes on with the others)" : ""));
    }
    return ExitCodes.DONE;
  }

  private void report(List<Problem> problems) {
    problems.stream().limit(PROBLEMS_SHOWN_MAX).forEach(problem -> terminal.say(problem.text()));
    if (problems.size() > PROBLEMS_SHOWN_MAX) {
      terminal.say(
          "… and %,d more; --json lists all".formatted(problems.size() - PROBLEMS_SHOWN_MAX));
    }
  }

  private int resume(ApiClient client) throws IOException {
    Journals journals = new Journals(home().contributions());
    Journal journal = journals.open(resume.filter(id -> !id.isEmpty()));
    Sender sender = sender(client);
    if (!journal.networkId().equals(sender.networkId().toUnprefixedHexString())) {
      throw new RefusedException(
          Sender.WRONG_NETWORK,
          "contribution %s belongs to network %s; this node is of %s"
              .formatted(journal.id(), journal.networkId(), sender.network().networkId()));
    }
    if (!journal.account().equals(sender.account().toDid())) {
      throw usage("Contribution " + journal.id() + " is signed by " + journal.account());
    }
    return drive(client, sender, journals, journal, true, List.of());
  }

  private int drive(
      ApiClient client,
      Sender sender,
      Journals journals,
      Journal journal,
      boolean resumed,
      List<Problem> problems)
      throws IOException {
    long openEpochs = client.datanet(journal.datanet()).manifest().parameters().openEpochs();
    ContributionRun run = new ContributionRun(client, sender, journals, journal, openEpochs);
    try (Farewell farewell = Farewell.say(terminal, () -> howToGoOn(journal, run));
        Progress progress = terminal.progress("Contributing", journal.items().size())) {
      run.run(resumed, untilSettled, progress);
      farewell.cancel();
    }
    return conclude(journal, run.stages(), problems);
  }

  private static String howToGoOn(Journal journal, ContributionRun run) {
    return "Not finished: `datanet contribute --resume %s` goes on%s."
        .formatted(
            journal.id(),
            run.openByEpoch()
                .map(
                    " and opens what is committed; it must by epoch %,d (`datanet status` shows the last one decided)"
                        ::formatted)
                .orElse(""));
  }

  private int conclude(Journal journal, List<Progression> stages, List<Problem> problems)
      throws IOException {
    List<RecordResult> records = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      records.add(result(journal.items().get(i), stages.get(i)));
    }
    show(
        new Result(Optional.of(journal.id()), journal.datanetName(), records, problems),
        () -> records.forEach(this::print));
    List<RecordResult> failed =
        records.stream().filter(record -> record.reason().isPresent()).toList();
    if (!failed.isEmpty()) {
      throw new RefusedException(
          failed.get(0).reason().orElseThrow(),
          "%,d of %,d records did not get in".formatted(failed.size(), records.size()));
    }
    return ExitCodes.DONE;
  }

  private static RecordResult result(Journal.Item item, Progression stage) {
    String cid = item.draft().cid().toString();
    return switch (stage) {
      case Progression.Sealed sealed ->
          new RecordResult(
              item.place(), item.record(), cid, sealed.state(), Optional.empty(), Optional.empty());
      case Progression.Failed failed ->
          new RecordResult(
              item.place(),
              item.record(),
              cid,
              "FAILED",
              Optional.of(failed.reason()),
              Optional.of(failed.message()));
      case Progression.Uncommitted u -> throw unfinished(item);
      case Progression.Committing c -> throw unfinished(item);
      case Progression.Committed c -> throw unfinished(item);
      case Progression.Opening o -> throw unfinished(item);
    };
  }

  private static IllegalStateException unfinished(Journal.Item item) {
    return new IllegalStateException("the run ended before " + item.place());
  }

  private void print(RecordResult record) {
    line(
        "%s  %s  %s%s",
        record.record(),
        record.state(),
        record.place(),
        record.message().map(message -> "  " + message).orElse(""));
  }

  private ContributionTerms terms() {
    if (category.isPresent() == categoryField.isPresent()) {
      throw usage("Give either --category or --category-field");
    }
    if (synthetic && sourceUrl.isPresent()) {
      throw usage("Give at most one of --synthetic and --source-url");
    }
    return new ContributionTerms(
        category,
        categoryField,
        labels,
        labelField,
        licence.orElseThrow(() -> usage("Missing --licence SPDX")),
        sourceUrl,
        synthetic);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
