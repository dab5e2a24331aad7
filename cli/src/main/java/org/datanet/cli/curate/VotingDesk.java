package org.datanet.cli.curate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.datanet.cli.session.Contents;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.node.client.ApiClient;
import org.datanet.protocol.curation.Vote;

/** Shows a person the records of their seats, one after the other, and asks for votes. */
final class VotingDesk {

  private static final String SKIP = "k";
  private static final String QUIT = "q";

  private static final Map<String, Vote> KEYS =
      new TreeMap<>(
          Map.of(
              "a", Vote.APPROVE,
              "w", Vote.WRONG_LABEL,
              "l", Vote.LOW_QUALITY,
              "d", Vote.DUPLICATE,
              "s", Vote.UNDECLARED_SYNTHETIC,
              "i", Vote.LICENCE,
              "o", Vote.OFF_TOPIC));

  private static final String HELP =
      """
        a  approve
        w  refuse: wrong label         l  refuse: low quality
        d  refuse: duplicate           s  refuse: synthetic and not declared
        i  refuse: licence             o  refuse: off topic
        k  skip this record            q  no more records; the votes so far count""";

  private final ApiClient client;
  private final Terminal terminal;
  private boolean left;

  VotingDesk(ApiClient client, Terminal terminal) {
    this.client = client;
    this.terminal = terminal;
  }

  /** Whether the person wants no more records. */
  boolean isLeft() {
    return left;
  }

  /**
   * Votes on seats of one panel window, in their order. Stops early when the ballot must be sent to
   * be in time, and when {@code hurry} says, given the last epoch decided, that something else must
   * be done first.
   *
   * @param asked takes the records that were shown
   */
  List<SeatVote> ask(List<PanelSeat> seats, Set<String> asked, LongPredicate hurry)
      throws IOException {
    List<SeatVote> votes = new ArrayList<>();
    for (int i = 0; i < seats.size() && !left; i++) {
      PanelSeat seat = seats.get(i);
      long epoch = client.status().epoch();
      boolean late = !votes.isEmpty() && epoch >= seat.commitUntilEpoch() - 1;
      if (late || hurry.test(epoch)) {
        break;
      }
      if (asked.isEmpty()) {
        terminal.say(HELP);
      }
      show(seat, i + 1, seats.size());
      asked.add(seat.record());
      String answer = answer();
      left = answer.equals(QUIT);
      Vote vote = KEYS.get(answer);
      if (vote != null) {
        votes.add(new SeatVote(seat, vote));
      }
    }
    return votes;
  }

  /** What the file says about seats that are there; the rest of the file is for other times. */
  static List<SeatVote> of(List<PanelSeat> seats, Map<String, Vote> file) {
    List<SeatVote> votes = new ArrayList<>();
    for (PanelSeat seat : seats) {
      Vote vote = file.get(seat.record());
      if (vote != null) {
        votes.add(new SeatVote(seat, vote));
      }
    }
    return votes;
  }

  private void show(PanelSeat seat, int number, int of) throws IOException {
    terminal.say("");
    terminal.say(terminal.strong("Record %d of %d  %s".formatted(number, of, seat.record())));
    terminal.say(
        "Category %s%s, ballots until epoch %,d"
            .formatted(
                seat.category(),
                seat.labels().isEmpty() ? "" : ", labels " + String.join(", ", seat.labels()),
                seat.commitUntilEpoch()));
    terminal.say(Contents.pretty(Contents.fetch(client, seat.cid())));
  }

  /** One of the keys; asked again for anything else. The end of the input means to leave. */
  private String answer() throws IOException {
    while (true) {
      Optional<String> typed = terminal.ask("Vote [a w l d s i o, k, q, ?]: ");
      String key = typed.map(text -> text.strip().toLowerCase(Locale.ROOT)).orElse(QUIT);
      if (KEYS.containsKey(key) || key.equals(SKIP) || key.equals(QUIT)) {
        return key;
      }
      terminal.say(HELP);
    }
  }
}
