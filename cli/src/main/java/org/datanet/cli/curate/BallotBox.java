package org.datanet.cli.curate;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.session.EpochClock;
import org.datanet.cli.session.RefusedException;
import org.datanet.cli.session.Sender;
import org.datanet.cli.terminal.Progress;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.api.model.DatanetInfo;
import org.datanet.node.api.model.OperationInfo;
import org.datanet.node.api.model.OperationOutcome;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.ApiRefusedException;
import org.datanet.protocol.curation.VoteCommitment;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.OperationLimits;
import org.datanet.protocol.operation.ParseResult;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.SignedOperation;

/**
 * Brings an account's ballots through their two windows. What has happened already is asked of the
 * node, so it may be stopped and begun again at any point. For one thread.
 */
final class BallotBox {

  /** A pool that is full or a node that catches up is a matter of an epoch. */
  private static final Set<String> TRY_LATER = Set.of(Reason.POOL_FULL.name());

  /** Another command of the account was faster; the next nonce will do. */
  private static final Set<String> SIGN_ANEW =
      Set.of(Reason.NONCE_USED.name(), Reason.NONCE_GAP.name());

  private final ApiClient client;
  private final Sender sender;
  private final Ballots ballots;
  private final Terminal terminal;

  /** By commitment; those about which something is to be done, and those done in this run. */
  private final TreeMap<String, Ballot> held = new TreeMap<>();

  /** Ballots whose commitment was refused once. */
  private final Set<String> doubted = new TreeSet<>();

  private Optional<RefusedException> refusal = Optional.empty();

  BallotBox(ApiClient client, Sender sender, Ballots ballots, Terminal terminal)
      throws IOException {
    this.client = client;
    this.sender = sender;
    this.ballots = ballots;
    this.terminal = terminal;
    for (Ballot ballot : ballots.open(sender)) {
      held.put(ballot.commitment(), ballot);
    }
  }

  /** What the box held in this run, as it stands. */
  Collection<Ballot> ballots() {
    return held.values();
  }

  /** The first refusal that ended a ballot in this run. */
  Optional<RefusedException> refusal() {
    return refusal;
  }

  /** Whether a ballot waits to be revealed now. {@code epoch} is the last one decided. */
  boolean isRevealDue(long epoch) {
    return held.values().stream()
        .anyMatch(
            ballot ->
                ballot.state() == Ballot.State.COMMITTED && epoch >= ballot.commitUntilEpoch());
  }

  /** Whether a ballot of this home covers the record already. */
  boolean covers(String record) {
    return held.values().stream()
        .filter(ballot -> ballot.state() != Ballot.State.LAPSED)
        .anyMatch(ballot -> ballot.votes().stream().anyMatch(c -> c.record().equals(record)));
  }

  /** One ballot, or more past 1,024 votes, of seats that share a seed epoch; written, not sent. */
  void cast(DatanetInfo datanet, List<SeatVote> votes) throws IOException {
    TreeMap<Long, List<SeatVote>> byEpoch = new TreeMap<>();
    for (SeatVote vote : votes) {
      byEpoch.computeIfAbsent(vote.seat().seedEpoch(), epoch -> new ArrayList<>()).add(vote);
    }
    long nonce = sender.accountInfo().nextNonce();
    for (List<SeatVote> together : byEpoch.values()) {
      together.sort(Comparator.comparing(vote -> vote.seat().record()));
      for (int from = 0; from < together.size(); from += OperationLimits.BALLOT_RECORDS_MAX) {
        int to = Math.min(together.size(), from + OperationLimits.BALLOT_RECORDS_MAX);
        Ballot ballot = ballot(datanet, together.subList(from, to), nonce++);
        ballots.write(ballot);
        held.put(ballot.commitment(), ballot);
      }
    }
  }

  private Ballot ballot(DatanetInfo datanet, List<SeatVote> votes, long nonce) throws IOException {
    PanelSeat first = votes.get(0).seat();
    List<Ballot.CastVote> cast = new ArrayList<>();
    List<Bytes32> records = new ArrayList<>();
    for (SeatVote vote : votes) {
      cast.add(new Ballot.CastVote(vote.seat().record(), vote.vote()));
      records.add(Bytes32.fromHexString(vote.seat().record()));
    }
    Bytes32 salt = Bytes32.random(new SecureRandom());
    Bytes32 commitment =
        VoteCommitment.of(
            sender.networkId(),
            Bytes32.fromHexString(datanet.id()),
            first.seedEpoch(),
            sender.account(),
            records,
            votes.stream().map(SeatVote::vote).toList(),
            salt);
    Ballot unsigned =
        new Ballot(
            Ballot.VERSION,
            sender.networkId().toUnprefixedHexString(),
            datanet.id(),
            datanet.manifest().name(),
            sender.account().toDid(),
            first.seedEpoch(),
            first.commitUntilEpoch(),
            first.revealUntilEpoch(),
            cast,
            salt.toUnprefixedHexString(),
            commitment.toUnprefixedHexString(),
            Base64.getEncoder().encodeToString(new byte[0]),
            Ballot.State.WRITTEN);
    SignedOperation signed = sender.sign(unsigned.commit(), nonce, first.commitUntilEpoch());
    return unsigned.withEnvelope(signed.envelope().toArray());
  }

  /**
   * Commits and reveals what can be, once, or until every ballot has come to its end.
   *
   * @param untilRevealed whether to wait for the windows
   */
  void advance(boolean untilRevealed) throws IOException {
    if (allFinal()) {
      return;
    }
    EpochClock clock = new EpochClock(client);
    long epoch = client.status().epoch();
    try (Progress progress = terminal.progress("Ballots", held.size())) {
      while (true) {
        boolean waits = false;
        for (Ballot ballot : List.copyOf(held.values())) {
          waits |= !ballot.state().isFinal() && step(ballot, epoch);
        }
        progress.to(
            held.values().stream().filter(ballot -> ballot.state().isFinal()).count(), note(epoch));
        // A ballot in a pool is not yet safe: the first epochs are waited for in any case.
        if (!waits && (!untilRevealed || allFinal())) {
          return;
        }
        epoch = clock.awaitAfter(epoch);
      }
    }
  }

  private boolean allFinal() {
    return held.values().stream().allMatch(ballot -> ballot.state().isFinal());
  }

  private String note(long epoch) {
    Optional<Long> next =
        held.values().stream()
            .filter(ballot -> ballot.state() == Ballot.State.COMMITTED)
            .map(Ballot::commitUntilEpoch)
            .min(Comparator.naturalOrder());
    return "epoch %,d%s"
        .formatted(
            epoch, next.map(e -> ", next reveal from epoch %,d".formatted(e + 1)).orElse(""));
  }

  /** True while something of the ballot is in a pool. {@code epoch} is the last one decided. */
  private boolean step(Ballot ballot, long epoch) throws IOException {
    return switch (ballot.state()) {
      case WRITTEN -> commit(ballot, epoch);
      case COMMITTED -> reveal(ballot, epoch);
      case REVEALED, LAPSED, MISSED -> false;
    };
  }

  private boolean commit(Ballot ballot, long epoch) throws IOException {
    SignedOperation commitment = signed(ballot);
    switch (client.operation(commitment.id()).state()) {
      case APPLIED -> {
        return step(become(ballot, Ballot.State.COMMITTED), epoch);
      }
      case PENDING -> {
        return true;
      }
      case UNKNOWN -> {
        // Sent now, or lapsed.
      }
    }
    if (epoch >= ballot.commitUntilEpoch()) {
      become(ballot, Ballot.State.LAPSED);
      return ends(
          Reason.COMMIT_WINDOW_CLOSED,
          "the ballot of epoch %,d was not committed by epoch %,d; nothing was deposited"
              .formatted(ballot.seedEpoch(), ballot.commitUntilEpoch()));
    }
    long nonce = sender.accountInfo().nextNonce();
    if (commitment.nonce() != nonce) {
      commitment = sender.sign(ballot.commit(), nonce, ballot.commitUntilEpoch());
      Ballot anew = ballot.withEnvelope(commitment.envelope().toArray());
      ballots.write(anew);
      held.put(anew.commitment(), anew);
    }
    Optional<RefusedException> refused = offer(commitment);
    return refused.isEmpty() || refusedCommit(held(ballot), refused.get());
  }

  private boolean reveal(Ballot ballot, long epoch) throws IOException {
    if (epoch < ballot.commitUntilEpoch()) {
      return false;
    }
    // The same bytes each time, so that it is known whether an epoch holds them.
    SignedOperation reveal = sender.sign(ballot.reveal(), 0, ballot.revealUntilEpoch());
    if (client.operation(reveal.id()).state() == OperationInfo.State.APPLIED) {
      become(ballot, Ballot.State.REVEALED);
      return false;
    }
    if (epoch >= ballot.revealUntilEpoch()) {
      become(ballot, Ballot.State.MISSED);
      return ends(
          Reason.NOT_REVEALED,
          "the ballot of epoch %,d was not revealed by epoch %,d; its deposits are lost"
              .formatted(ballot.seedEpoch(), ballot.revealUntilEpoch()));
    }
    // Whatever speaks against it now, the ballot is not given up before its window closes.
    offer(reveal);
    return true;
  }

  /**
   * Whether to wait. A node may show an operation in neither pool nor epoch for a moment, so a
   * refusal counts only if the next epoch does not hold the ballot either.
   */
  private boolean refusedCommit(Ballot ballot, RefusedException refused) throws IOException {
    if (refused.reason().equals(Reason.COMMITMENT_EXISTS.name())) {
      become(ballot, Ballot.State.COMMITTED);
      return false;
    }
    if (SIGN_ANEW.contains(refused.reason()) || doubted.add(ballot.commitment())) {
      return true;
    }
    become(ballot, Ballot.State.LAPSED);
    return ends(
        refused.reason(),
        "the ballot of epoch %,d on %,d records: %s"
            .formatted(ballot.seedEpoch(), ballot.votes().size(), refused.getMessage()));
  }

  /** The node's refusal; empty if it took the operation, or another time is better. */
  private Optional<RefusedException> offer(SignedOperation operation) throws IOException {
    OperationOutcome outcome;
    try {
      outcome = sender.submit(List.of(operation)).get(0);
    } catch (ApiRefusedException e) {
      if (TRY_LATER.contains(e.reason())) {
        return Optional.empty();
      }
      throw e;
    }
    String reason = outcome.reason().orElse("");
    return Sender.isTaken(outcome) || TRY_LATER.contains(reason)
        ? Optional.empty()
        : Optional.of(new RefusedException(reason, outcome.message().orElse("")));
  }

  private boolean ends(Reason reason, String message) {
    return ends(reason.name(), message);
  }

  /** Remembers the first end that was not wanted; false, as there is nothing to wait for. */
  private boolean ends(String reason, String message) {
    terminal.say(message + " [" + reason + "]");
    if (refusal.isEmpty()) {
      refusal = Optional.of(new RefusedException(reason, message));
    }
    return false;
  }

  private Ballot held(Ballot ballot) {
    return held.getOrDefault(ballot.commitment(), ballot);
  }

  private Ballot become(Ballot ballot, Ballot.State state) throws IOException {
    Ballot now = ballot.as(state);
    ballots.write(now);
    held.put(now.commitment(), now);
    return now;
  }

  private static SignedOperation signed(Ballot ballot) {
    return switch (OperationCodec.parse(ballot.envelope())) {
      case ParseResult.Parsed parsed -> parsed.operation().assumeVerified();
      case ParseResult.Rejected rejected ->
          throw new IllegalStateException("a ballot's file: " + rejected.refusal().message());
    };
  }
}
