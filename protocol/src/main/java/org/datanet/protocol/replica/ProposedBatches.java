package org.datanet.protocol.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.EpochConsensus;
import org.datanet.protocol.consensus.Proposal;

/**
 * The batches of one epoch that are at hand, and the messages that propose them. A batch is large
 * and anybody whose turn comes may propose one, so only those are held that consensus may still
 * name.
 */
final class ProposedBatches {

  private final Map<Bytes32, Candidate> byId = new LinkedHashMap<>();
  private final TreeMap<Integer, SignedProposal> byRound = new TreeMap<>();

  /** Values that consensus asks about and whose batch has not come. */
  private final TreeSet<Bytes32> missing = new TreeSet<>();

  Optional<Candidate> get(Bytes32 id) {
    return Optional.ofNullable(byId.get(id));
  }

  Candidate getOrBug(Bytes32 id) {
    return get(id)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "consensus names a batch that was never proposed: " + id));
  }

  /** In the order in which they came. */
  List<Candidate> all() {
    return List.copyOf(byId.values());
  }

  int size() {
    return byId.size();
  }

  /** The batch that the message brings, which may be at hand already. */
  Candidate of(SignedProposal message) {
    return byId.computeIfAbsent(message.proposal().valueId(), id -> new Candidate(id, message));
  }

  /** Consensus has taken the proposal: peers may need its message. */
  void taken(SignedProposal message) {
    Proposal claim = message.proposal();
    // Each message brings the batch anew; one copy will do.
    byRound.put(
        claim.round(),
        new SignedProposal(claim, getOrBug(claim.valueId()).batch(), message.signature()));
  }

  /** Consensus asks about a value that nobody has proposed to us. */
  void isMissing(Bytes32 id) {
    missing.add(id);
  }

  /** Whether the batch was asked for before it came; true once. */
  boolean wasMissing(Bytes32 id) {
    return missing.remove(id);
  }

  /** Lets go of what consensus can no longer come to without asking for it. */
  void keepWhatMatters(EpochConsensus consensus) {
    TreeSet<Bytes32> live = consensus.liveValues();
    List<Proposal> kept = consensus.proposals();
    byId.keySet().retainAll(live);
    missing.retainAll(live);
    byRound
        .values()
        .removeIf(
            message ->
                !byId.containsKey(message.proposal().valueId())
                    || !kept.contains(message.proposal()));
  }

  /**
   * What peers in this round may lack to vote in it or to decide: its proposal, and the batches
   * that were proposed before and are still to be reckoned with, such as one that is locked or
   * decided.
   */
  List<SignedProposal> neededIn(int round) {
    List<SignedProposal> needed = new ArrayList<>();
    Optional.ofNullable(byRound.get(round)).ifPresent(needed::add);
    unnamedAround(round).filter(message -> !isFar(message, round)).forEach(needed::add);
    return needed;
  }

  /** What else is at hand: proposals of the rounds beside this one, then batches of far ones. */
  List<SignedProposal> besides(int round) {
    List<SignedProposal> others = new ArrayList<>(around(round));
    others.removeIf(message -> message.proposal().round() == round);
    unnamedAround(round).filter(message -> isFar(message, round)).forEach(others::add);
    return others;
  }

  /** Proposals of the last round, this one and the next. */
  private Collection<SignedProposal> around(int round) {
    return byRound.subMap(round - 1, round + 2).values();
  }

  /** Batches that only other rounds' proposals brought. */
  private Stream<SignedProposal> unnamedAround(int round) {
    TreeSet<Bytes32> named = new TreeSet<>();
    around(round).forEach(message -> named.add(message.proposal().valueId()));
    return byId.values().stream()
        .filter(candidate -> !named.contains(candidate.id()))
        .map(Candidate::proposal);
  }

  private static boolean isFar(SignedProposal message, int round) {
    return message.proposal().round() > round + 1;
  }
}
