package org.datanet.cli.curate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.datanet.cli.session.EpochClock;
import org.datanet.cli.session.ExitCodes;
import org.datanet.cli.session.Farewell;
import org.datanet.cli.session.Sender;
import org.datanet.cli.session.SigningCommand;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.DatanetInfo;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.node.client.ApiClient;
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
      "Judge the records on whose panels you sit.",
      "Votes are committed first, unseen, and revealed by themselves when the reveal window opens.",
      "Both halves are needed: a vote that is not revealed in time costs its deposit. Any later",
      "`curate` reveals what is due; one that waits for an answer does so after the answer."
    },
    footer = {
      "  datanet curate --datanet lexicon",
      "  datanet curate --datanet lexicon --watch",
      "  datanet curate --datanet lexicon --votes votes.jsonl --no-wait",
      "  datanet curate --reveal"
    })
public final class CurateCommand extends SigningCommand {

  private static final String HOW_TO_GO_ON =
      "Not finished: votes are kept in the home, and `datanet curate --reveal` goes on with them.";

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
      names = "--watch",
      description = "Wait for seats to come, and go on until you leave with q or Ctrl-C.")
  private boolean watch;

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
      try (Farewell farewell = Farewell.say(terminal, () -> HOW_TO_GO_ON)) {
        if (datanet.isPresent()) {
          DatanetInfo info = client.datanet(datanet.get());
          Seats seats = new Seats(client, sender.account(), info, box);
          vote(client, box, info, seats, prepared);
          seatsLeft = seats.open().size();
        }
        box.advance(!noWait);
        farewell.cancel();
      }
      Result result = result(box, seatsLeft);
      show(result, () -> print(result));
      if (box.refusal().isPresent()) {
        throw box.refusal().get();
      }
      return ExitCodes.DONE;
    }
  }

  /** Round by round: reveal what is due, judge the seats of one window, commit them. */
  private void vote(
      ApiClient client,
      BallotBox box,
      DatanetInfo info,
      Seats seats,
      Optional<Map<String, Vote>> prepared)
      throws IOException {
    VotingDesk desk = new VotingDesk(client, terminal);
    Set<String> asked = new TreeSet<>();
    EpochClock clock = new EpochClock(client);
    boolean sawSeats = false;
    while (!desk.isLeft()) {
      box.advance(false);
      List<PanelSeat> round = seats.firstToClose(asked);
      if (!round.isEmpty()) {
        sawSeats = true;
        List<SeatVote> cast = votesOn(round, desk, asked, prepared, box);
        if (!cast.isEmpty()) {
          box.cast(info, cast);
        }
      } else if (watch) {
        clock.awaitAfter(client.status().epoch());
      } else {
        break;
      }
    }
    if (!sawSeats) {
      terminal.say(
          ("No record of %s waits for a vote of yours. Panels are drawn two epochs after a record is"
                  + " sealed, from stakes as old; --watch waits for one.")
              .formatted(info.manifest().name()));
    }
  }

  private static List<SeatVote> votesOn(
      List<PanelSeat> round,
      VotingDesk desk,
      Set<String> asked,
      Optional<Map<String, Vote>> prepared,
      BallotBox box)
      throws IOException {
    if (prepared.isEmpty()) {
      return desk.ask(round, asked, box::isRevealDue);
    }
    round.forEach(seat -> asked.add(seat.record()));
    return VotingDesk.of(round, prepared.get());
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
