package org.datanet.protocol.consensus;

import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Event.Validity;

/**
 * The proposals of the current and coming rounds, one a round, and what is known of values. One
 * proposal a round is enough: if its proposer sent others another one, a quorum for that one speaks
 * for itself, see {@link RoundMachine}.
 */
final class ProposalBook {

  private final long epoch;
  private final ProposerSchedule schedule;
  private final TreeMap<Integer, Proposal> byRound = new TreeMap<>();
  private final TreeMap<Bytes32, Boolean> verdicts = new TreeMap<>();
  private final TreeSet<Bytes32> asked = new TreeSet<>();

  ProposalBook(long epoch, ProposerSchedule schedule) {
    this.epoch = epoch;
    this.schedule = schedule;
  }

  /** Keeps the proposal, or says why not. */
  Optional<IgnoreReason> offer(Proposal proposal, int currentRound) {
    int round = proposal.round();
    if (proposal.epoch() != epoch) {
      return Optional.of(IgnoreReason.WRONG_EPOCH);
    }
    if (!schedule.proposer(epoch, round).equals(proposal.proposer())) {
      return Optional.of(IgnoreReason.NOT_THE_PROPOSER);
    }
    if (round < currentRound) {
      return Optional.of(IgnoreReason.STALE);
    }
    if (byRound.containsKey(round)) {
      boolean same = proposal.equals(byRound.get(round));
      return Optional.of(same ? IgnoreReason.DUPLICATE : IgnoreReason.SECOND_PROPOSAL);
    }
    if (!makeRoom(proposal, currentRound)) {
      return Optional.of(IgnoreReason.TOO_FAR_AHEAD);
    }
    byRound.put(round, proposal);
    return Optional.empty();
  }

  /** Of the proposals for rounds beyond the next, each proposer has its newest one kept. */
  private boolean makeRoom(Proposal proposal, int currentRound) {
    int firstFarRound = currentRound + 2;
    if (proposal.round() < firstFarRound) {
      return true;
    }
    var farOfProposer = byRound.tailMap(firstFarRound).values();
    boolean newerIsKept =
        farOfProposer.stream()
            .anyMatch(
                kept ->
                    kept.proposer().equals(proposal.proposer()) && kept.round() > proposal.round());
    if (!newerIsKept) {
      farOfProposer.removeIf(kept -> kept.proposer().equals(proposal.proposer()));
    }
    return !newerIsKept;
  }

  Optional<Proposal> proposal(int round) {
    return Optional.ofNullable(byRound.get(round));
  }

  void forgetBefore(int round) {
    byRound.headMap(round).clear();
  }

  /**
   * @throws IllegalStateException if the same value was judged otherwise before: validity is a
   *     function of the value
   */
  void judge(Bytes32 valueId, boolean valid) {
    Boolean earlier = verdicts.putIfAbsent(valueId, valid);
    if (earlier != null && earlier != valid) {
      throw new IllegalStateException("value judged both valid and invalid: " + valueId);
    }
  }

  Validity validity(Bytes32 valueId) {
    Boolean verdict = verdicts.get(valueId);
    if (verdict == null) {
      return Validity.PENDING;
    }
    return verdict ? Validity.VALID : Validity.INVALID;
  }

  /** True the first time: each value is judged once. */
  boolean firstAskFor(Bytes32 valueId) {
    return asked.add(valueId);
  }
}
