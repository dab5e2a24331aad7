package org.datanet.cli.curate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.datanet.cli.session.Contents;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.node.client.ApiClient;
import org.datanet.protocol.curation.Vote;

/** Shows a person the records of their seats, one after the other, and asks for votes. */
final class VotingDesk {

  private static final Comparator<PanelSeat> ORDER =
      Comparator.comparingLong(PanelSeat::commitUntilEpoch).thenComparing(PanelSeat::record);

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

  VotingDesk(ApiClient client, Terminal terminal) {
    this.client = client;
    this.terminal = terminal;
  }

  /** The seats whose window closes first come first. */
  List<SeatVote> ask(List<PanelSeat> seats) throws IOException {
    List<SeatVote> votes = new ArrayList<>();
    terminal.say(HELP);
    List<PanelSeat> ordered = seats.stream().sorted(ORDER).toList();
    for (int i = 0; i < ordered.size(); i++) {
      PanelSeat seat = ordered.get(i);
      show(seat, i + 1, ordered.size());
      Optional<String> answer = answer();
      if (answer.isEmpty() || answer.get().equals("q")) {
        break;
      }
      Vote vote = KEYS.get(answer.get());
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

  /** One of the keys; asked again for anything else. */
  private Optional<String> answer() throws IOException {
    while (true) {
      Optional<String> typed = terminal.ask("Vote [a w l d s i o, k, q, ?]: ");
      if (typed.isEmpty()) {
        return typed;
      }
      String key = typed.get().strip().toLowerCase(Locale.ROOT);
      if (KEYS.containsKey(key) || key.equals("k") || key.equals("q")) {
        return Optional.of(key);
      }
      terminal.say(HELP);
    }
  }
}
