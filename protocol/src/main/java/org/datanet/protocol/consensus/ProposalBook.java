package org.datanet.protocol.consensus;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Event.Validity;

/**
 * The proposals of the last, the current and coming rounds, one a round, and what is known of
 * values. One proposal a round is enough: if its proposer sent others another one, a quorum for
 * that one speaks for itself, see {@link RoundMachine}.
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

  /**
   * Of the proposals for rounds beyond the next, each proposer has its newest one kept, and of
   * these the nearest {@value ConsensusLimits#FAR_PROPOSALS_MAX}.
   */
  private boolean makeRoom(Proposal proposal, int currentRound) {
    int firstFarRound = currentRound + 2;
    if (proposal.round() < firstFarRound) {
      return true;
    }
    var far = byRound.tailMap(firstFarRound, true);
    boolean newerIsKept =
        far.values().stream()
            .anyMatch(
                kept ->
                    kept.proposer().equals(proposal.proposer()) && kept.round() > proposal.round());
    if (newerIsKept) {
      return false;
    }
    far.values().removeIf(kept -> kept.proposer().equals(proposal.proposer()));
    if (far.size() >= ConsensusLimits.FAR_PROPOSALS_MAX) {
      if (far.lastKey() < proposal.round()) {
        return false;
      }
      far.remove(far.lastKey());
    }
    return true;
  }

  Optional<Proposal> proposal(int round) {
    return Optional.ofNullable(byRound.get(round));
  }

  /** All that are kept, in the order of their rounds. */
  List<Proposal> proposals() {
    return List.copyOf(byRound.values());
  }

  void forgetBefore(int round) {
    byRound.headMap(round).clear();
  }

  /**
   * Forgets what is known of all other values. Who holds the batches may let go of theirs too; a
   * value that matters again is asked about again.
   */
  void keepOnly(TreeSet<Bytes32> values) {
    verdicts.keySet().retainAll(values);
    asked.retainAll(values);
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

  /** True the first time: a value is judged once while it matters. */
  boolean firstAskFor(Bytes32 valueId) {
    return asked.add(valueId);
  }
}
