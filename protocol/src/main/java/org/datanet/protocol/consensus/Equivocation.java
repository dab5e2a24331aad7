package org.datanet.protocol.consensus;

/**
 * Proof that a validator voted twice in one round: two signed votes of the same epoch, round and
 * type for different values, in the order in which they were seen.
 *
 * @throws IllegalArgumentException if the two votes do not contradict each other
 */
public record Equivocation(SignedVote first, SignedVote second) {

  public Equivocation {
    if (!first.vote().sameSlotAs(second.vote()) || first.vote().equals(second.vote())) {
      throw new IllegalArgumentException("no contradiction: " + first + " and " + second);
    }
  }
}
