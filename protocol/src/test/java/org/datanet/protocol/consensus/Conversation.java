package org.datanet.protocol.consensus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.datanet.protocol.consensus.Event.Validity;

/**
 * Talks to one {@link EpochConsensus} in words, for tests and transcripts:
 *
 * <pre>
 *   start | restart | rebroadcast | late | round
 *   proposal ROUND VALUE [pol ROUND] [by X] [valid|invalid]
 *   validated VALUE true|false
 *   prevote|precommit ROUND VALUE|nil from X [Y …]
 *   timeout propose|prevote|precommit ROUND
 *   built ROUND VALUE
 *   sign                                    (answers the oldest SignVote that is still open)
 * </pre>
 *
 * Unless told otherwise, every SignVote is answered at once; what that brings about follows in the
 * same answer. A restart knows the votes and proposals that were given out.
 */
final class Conversation {

  private final char self;
  private final ValidatorSet validators;
  private final boolean signsAtOnce;
  private final ProposerSchedule schedule;
  private final Deque<Vote> unsigned = new ArrayDeque<>();
  private final List<SignedVote> ownVotes = new ArrayList<>();
  private final List<Proposal> ownProposals = new ArrayList<>();
  private EpochConsensus consensus;

  Conversation(char self, ValidatorSet validators, boolean signsAtOnce) {
    this.self = self;
    this.validators = validators;
    this.signsAtOnce = signsAtOnce;
    this.schedule = new ProposerSchedule(validators);
    this.consensus =
        EpochConsensus.fresh(Fixtures.account(self), Fixtures.EPOCH, validators, Timeouts.STANDARD);
  }

  /** Validators a, b, c, d of weight 1, of whom we are {@code self}; a proposes in round 0. */
  static Conversation ofFour(char self) {
    return new Conversation(self, Fixtures.FOUR, true);
  }

  /** Says several things and returns what the last one brought about. */
  List<String> on(String... lines) {
    List<String> answers = List.of();
    for (String line : lines) {
      answers = say(line);
    }
    return answers;
  }

  private List<String> say(String line) {
    String[] words = line.trim().split(" +");
    return switch (words[0]) {
      case "start" -> step(new Event.Start());
      case "restart" -> restart();
      case "rebroadcast" -> consensus.rebroadcast().stream().map(this::show).toList();
      case "late" -> consensus.lateCertificate().map(Conversation::show).stream().toList();
      case "round" -> List.of("round " + consensus.round());
      case "proposal" -> step(proposal(words));
      case "validated" ->
          step(
              new Event.ProposalValidated(
                  Fixtures.value(words[1].charAt(0)), Boolean.parseBoolean(words[2])));
      case "prevote", "precommit" -> votes(words);
      case "timeout" ->
          step(
              new Event.TimeoutElapsed(
                  TimeoutKind.valueOf(words[1].toUpperCase(Locale.ROOT)),
                  Integer.parseInt(words[2])));
      case "built" ->
          step(
              new Event.OwnValueBuilt(
                  Integer.parseInt(words[1]), Fixtures.value(words[2].charAt(0))));
      case "sign" -> step(new Event.OwnVoteSigned(signNext()));
      default -> throw new IllegalArgumentException("not understood: " + line);
    };
  }

  private Event proposal(String[] words) {
    List<String> list = Arrays.asList(words);
    int round = Integer.parseInt(words[1]);
    int pol = list.indexOf("pol");
    int by = list.indexOf("by");
    Proposal proposal =
        new Proposal(
            Fixtures.EPOCH,
            round,
            Fixtures.value(words[2].charAt(0)),
            pol < 0 ? Proposal.FRESH : Integer.parseInt(words[pol + 1]),
            by < 0
                ? schedule.proposer(Fixtures.EPOCH, round)
                : Fixtures.account(words[by + 1].charAt(0)));
    Validity validity =
        list.contains("valid")
            ? Validity.VALID
            : list.contains("invalid") ? Validity.INVALID : Validity.PENDING;
    return new Event.ProposalReceived(proposal, validity);
  }

  private List<String> votes(String[] words) {
    VoteType type = VoteType.valueOf(words[0].toUpperCase(Locale.ROOT));
    List<String> answers = new ArrayList<>();
    for (int i = 4; i < words.length; i++) {
      SignedVote vote =
          Fixtures.vote(type, Integer.parseInt(words[1]), words[2], words[i].charAt(0));
      answers.addAll(step(new Event.VoteReceived(vote)));
    }
    return answers;
  }

  private List<String> restart() {
    unsigned.clear();
    List<SignedVote> supporting =
        ownVotes.stream()
            .map(SignedVote::vote)
            .filter(vote -> vote.type() == VoteType.PRECOMMIT && !vote.isNil())
            .flatMap(
                vote -> consensus.prevotesFor(vote.round(), vote.valueId().orElseThrow()).stream())
            .toList();
    consensus =
        EpochConsensus.restored(
            Fixtures.account(self),
            Fixtures.EPOCH,
            validators,
            Timeouts.STANDARD,
            ownVotes,
            ownProposals,
            supporting);
    return step(new Event.Start());
  }

  private List<String> step(Event event) {
    List<String> answers = new ArrayList<>();
    for (Output output : consensus.step(event)) {
      answers.add(show(output));
      if (output instanceof Output.SignVote sign) {
        unsigned.add(sign.vote());
      } else if (output instanceof Output.Propose propose) {
        ownProposals.add(propose.proposal());
      }
    }
    while (signsAtOnce && !unsigned.isEmpty()) {
      answers.addAll(step(new Event.OwnVoteSigned(signNext())));
    }
    return answers;
  }

  private SignedVote signNext() {
    SignedVote signed = Fixtures.sign(unsigned.remove());
    ownVotes.add(signed);
    return signed;
  }

  private String show(Output output) {
    return switch (output) {
      case Output.BuildValue build -> "build " + build.round();
      case Output.Propose propose -> "propose " + show(propose.proposal());
      case Output.Validate validate -> "validate " + Fixtures.nameOf(validate.valueId());
      case Output.SignVote sign -> "sign " + show(sign.vote());
      case Output.ScheduleTimeout timer ->
          "schedule %s %d in %d ms"
              .formatted(
                  timer.kind().name().toLowerCase(Locale.ROOT), timer.round(), timer.durationMs());
      case Output.Decide decide -> "decide " + show(decide.certificate());
      case Output.Evidence evidence ->
          "evidence %s against %s: %s"
              .formatted(
                  Fixtures.nameOf(evidence.equivocation().first().vote().validator()),
                  show(evidence.equivocation().first().vote()),
                  show(evidence.equivocation().second().vote()));
      case Output.CertifiedInvalid invalid -> "certified invalid " + show(invalid.certificate());
      case Output.Ignored ignored -> "ignored " + ignored.reason();
    };
  }

  private String show(ConsensusMessage message) {
    return switch (message) {
      case Proposal proposal -> "proposal " + show(proposal);
      case SignedVote signed ->
          show(signed.vote()) + " from " + Fixtures.nameOf(signed.vote().validator());
    };
  }

  private static String show(Vote vote) {
    String value = vote.valueId().map(id -> String.valueOf(Fixtures.nameOf(id))).orElse("nil");
    return vote.type().name().toLowerCase(Locale.ROOT) + " " + vote.round() + " " + value;
  }

  private static String show(Proposal proposal) {
    return proposal.round()
        + " "
        + Fixtures.nameOf(proposal.valueId())
        + (proposal.isFresh() ? "" : " pol " + proposal.validRound());
  }

  private static String show(Certificate certificate) {
    String signers =
        certificate.signatures().stream()
            .map(s -> String.valueOf(Fixtures.nameOf(s.validator())))
            .collect(Collectors.joining(" "));
    return Fixtures.nameOf(certificate.valueId())
        + " in round "
        + certificate.round()
        + " by "
        + signers;
  }
}
