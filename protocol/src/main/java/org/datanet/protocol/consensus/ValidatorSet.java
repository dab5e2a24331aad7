package org.datanet.protocol.consensus;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.identity.AccountId;

/** Who votes in an epoch and with what weight, in account order. Weights are whole and positive. */
public final class ValidatorSet {

  /** Total weight: the thresholds multiply by three and must not overflow a long. */
  public static final long TOTAL_WEIGHT_MAX = Long.MAX_VALUE / 3;

  /** A validator and its weight, &gt; 0. */
  public record Validator(AccountId account, long weight) {}

  private final List<Validator> inOrder;
  private final TreeMap<AccountId, Long> weights;
  private final long totalWeight;

  private ValidatorSet(TreeMap<AccountId, Long> weights, long totalWeight) {
    this.weights = weights;
    this.inOrder =
        weights.entrySet().stream().map(e -> new Validator(e.getKey(), e.getValue())).toList();
    this.totalWeight = totalWeight;
  }

  /**
   * @param validators in any order
   * @throws IllegalArgumentException if there are none, or more than {@link
   *     ConsensusLimits#VALIDATORS_MAX}, or an account twice, or a weight ≤ 0, or a total beyond
   *     {@link #TOTAL_WEIGHT_MAX}
   */
  public static ValidatorSet of(Collection<Validator> validators) {
    if (validators.isEmpty() || validators.size() > ConsensusLimits.VALIDATORS_MAX) {
      throw new IllegalArgumentException(validators.size() + " validators");
    }
    TreeMap<AccountId, Long> weights = new TreeMap<>();
    long total = 0;
    for (Validator validator : validators) {
      if (validator.weight() <= 0) {
        throw new IllegalArgumentException("weight not positive: " + validator);
      }
      if (validator.weight() > TOTAL_WEIGHT_MAX - total) {
        throw new IllegalArgumentException("total weight beyond " + TOTAL_WEIGHT_MAX);
      }
      if (weights.put(validator.account(), validator.weight()) != null) {
        throw new IllegalArgumentException("account twice: " + validator.account());
      }
      total += validator.weight();
    }
    return new ValidatorSet(weights, total);
  }

  public List<Validator> validators() {
    return inOrder;
  }

  public int size() {
    return inOrder.size();
  }

  public long totalWeight() {
    return totalWeight;
  }

  public boolean contains(AccountId account) {
    return weights.containsKey(account);
  }

  /** Weight of a member, 0 for anybody else. */
  public long weightOf(AccountId account) {
    return weights.getOrDefault(account, 0L);
  }

  /**
   * The paper's 2f+1: {@code weight} (of distinct members) is strictly more than two thirds of the
   * total.
   */
  public boolean quorum(long weight) {
    return 3 * weight > 2 * totalWeight;
  }

  /**
   * The paper's f+1: {@code weight} is strictly more than one third, so an honest validator is in
   * it.
   */
  public boolean oneThird(long weight) {
    return 3 * weight > totalWeight;
  }

  /**
   * Canonical bytes, the same for the same members: the count (4 bytes), then per validator in
   * account order its account (32 bytes) and weight (8 bytes), all big-endian.
   */
  public Bytes encode() {
    Bytes[] parts = new Bytes[1 + 2 * inOrder.size()];
    parts[0] = Bytes.ofUnsignedInt(inOrder.size());
    for (int i = 0; i < inOrder.size(); i++) {
      parts[1 + 2 * i] = inOrder.get(i).account().publicKey();
      parts[2 + 2 * i] = Bytes.ofUnsignedLong(inOrder.get(i).weight());
    }
    return Bytes.concatenate(parts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValidatorSet set && weights.equals(set.weights);
  }

  @Override
  public int hashCode() {
    return weights.hashCode();
  }

  @Override
  public String toString() {
    return "ValidatorSet" + inOrder;
  }
}
