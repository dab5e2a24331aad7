package org.datanet.cli.curate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.Sender;
import org.datanet.cli.session.SigningCommand;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.DatanetInfo;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.PageQuery;
import org.datanet.protocol.curation.Vote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Judges the records on whose panels the key's account sits. */
@Command(
    name = "curate",
    description = {
      "Judge the records on whose panels you sit. Votes are committed first, unseen, and revealed",
      "by themselves when the reveal window opens. Both halves are needed: a vote that is not",
      "revealed in time costs its deposit. Any later `curate` reveals what is due."
    },
    footer = {
      "  datanet curate --datanet lexicon",
      "  datanet curate --datanet lexicon --votes votes.jsonl --no-wait",
      "  datanet curate --reveal"
    })
public final class CurateCommand extends SigningCommand {

  /** What {@code --json} prints. {@code seatsLeft} have no vote yet and still can have one. */
  record Result(List<BallotView> ballots, int seatsLeft) {}

  record BallotView(
      String commitment,
      String datanet,
      long seedEpoch,
      int votes,
      String state,
      long revealFromEpoch,
      long revealUntilEpoch) {}

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--datanet", paramLabel = "NAME", description = "Whose records are judged.")
  private Optional<String> datanet = Optional.empty();

  @Option(
      names = "--votes",
      paramLabel = "FILE",
      description = "Votes as JSONL instead of questions: {\"record\":\"…\",\"vote\":\"APPROVE\"}.")
  private Optional<Path> votes = Optional.empty();

  @Option(names = "--reveal", description = "Only reveal what was committed before.")
  private boolean revealOnly;

  @Option(
      names = "--no-wait",
      description = "Leave once the ballots are committed; a later `curate --reveal` must follow.")
  private boolean noWait;

  public CurateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    if (revealOnly == datanet.isPresent()) {
      throw new ParameterException(spec.commandLine(), "Give either --datanet NAME or --reveal");
    }
    Optional<Map<String, Vote>> prepared =
        votes.isPresent() ? Optional.of(VotesFile.read(votes.get())) : Optional.empty();
    try (ApiClient client = connect()) {
      Sender sender = sender(client);
      BallotBox box = new BallotBox(client, sender, new Ballots(home().ballots()), terminal);
      int seatsLeft = 0;
      if (datanet.isPresent()) {
        // What is due comes first: a person may take longer than a window lasts.
        box.advance(false);
        seatsLeft = vote(client, sender, box, client.datanet(datanet.get()), prepared);
      }
      advance(box);
      Result result = result(box, seatsLeft);
      show(result, () -> print(result));
      if (box.refusal().isPresent()) {
        throw box.refusal().get();
      }
      return ExitCodes.DONE;
    }
  }

  private void advance(BallotBox box) throws IOException {
    try {
      box.advance(!noWait);
    } catch (IOException e) {
      terminal.say("Not finished: votes are kept in the home; `datanet curate --reveal` goes on.");
      throw e;
    }
  }

  /** How many seats are left without a vote. */
  private int vote(
      ApiClient client,
      Sender sender,
      BallotBox box,
      DatanetInfo info,
      Optional<Map<String, Vote>> prepared)
      throws IOException {
    List<PanelSeat> seats = openSeats(client, sender, box, info);
    if (seats.isEmpty()) {
      terminal.say("No record of %s waits for a vote of yours.".formatted(info.manifest().name()));
      return 0;
    }
    List<SeatVote> cast =
        prepared.isPresent()
            ? VotingDesk.of(seats, prepared.get())
            : new VotingDesk(client, terminal).ask(seats);
    if (!cast.isEmpty()) {
      box.cast(info, cast);
    }
    return seats.size() - cast.size();
  }

  private static List<PanelSeat> openSeats(
      ApiClient client, Sender sender, BallotBox box, DatanetInfo info) throws IOException {
    long epoch = client.status().epoch();
    List<PanelSeat> open = new ArrayList<>();
    PageQuery query = PageQuery.first(ApiLimits.PAGE_ITEMS_MAX);
    while (true) {
      Paged<PanelSeat> page = client.panels(sender.account(), Optional.of(info.id()), query);
      for (PanelSeat seat : page.items()) {
        if (seat.state() == PanelSeat.State.OPEN
            && epoch < seat.commitUntilEpoch()
            && !box.covers(seat.record())) {
          open.add(seat);
        }
      }
      if (page.next().isEmpty()) {
        return open;
      }
      query = PageQuery.after(ApiLimits.PAGE_ITEMS_MAX, page.next().get());
    }
  }

  private static Result result(BallotBox box, int seatsLeft) {
    List<BallotView> views =
        box.ballots().stream()
            .map(
                ballot ->
                    new BallotView(
                        ballot.commitment(),
                        ballot.datanetName(),
                        ballot.seedEpoch(),
                        ballot.votes().size(),
                        ballot.state().name(),
                        ballot.commitUntilEpoch() + 1,
                        ballot.revealUntilEpoch()))
            .toList();
    return new Result(views, seatsLeft);
  }

  private void print(Result result) {
    for (BallotView ballot : result.ballots()) {
      line(
          "%s  %,d votes on %s, epoch %,d%s",
          ballot.state(),
          ballot.votes(),
          ballot.datanet(),
          ballot.seedEpoch(),
          ballot.state().equals(Ballot.State.COMMITTED.name())
              ? "; to be revealed in epochs %,d to %,d: `datanet curate --reveal`"
                  .formatted(ballot.revealFromEpoch(), ballot.revealUntilEpoch())
              : "");
    }
    if (result.seatsLeft() > 0) {
      line("%,d records still wait for a vote of yours.", result.seatsLeft());
    }
  }
}
