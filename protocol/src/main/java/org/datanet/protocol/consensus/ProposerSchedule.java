package org.datanet.protocol.consensus;

import java.math.BigInteger;
import java.util.List;
import org.datanet.protocol.consensus.ValidatorSet.Validator;
import org.datanet.protocol.identity.AccountId;

/**
 * Who proposes: a pure function of the validator set, the epoch and the round.
 *
 * <p>Tendermint rotates by accumulated priority: in every turn each validator gains its weight, the
 * one with the highest priority (ties: lowest account) proposes and pays the total. From zero this
 * returns to zero after {@code total / gcd} turns, each validator having had {@code weight / gcd}
 * of them, evenly spread. So no priorities are carried from epoch to epoch: one period is computed,
 * and turn {@code epoch + round} is looked up in it. A newcomer needs only the set, and a changed
 * set begins at some turn of its own period, which favours nobody that could choose it.
 *
 * <p>Periods beyond {@link ConsensusLimits#SCHEDULE_SLOTS_MAX} turns are computed from weights
 * scaled down to that many turns, at least one for each validator.
 *
 * <p>As in Tendermint, the proposer of round r in an epoch is that of round r − 1 in the next:
 * whoever follows an absent validator proposes more often.
 */
public final class ProposerSchedule {

  private final AccountId[] turns;

  public ProposerSchedule(ValidatorSet validators) {
    this.turns = onePeriod(validators.validators(), turnsPerPeriod(validators));
  }

  public AccountId proposer(long epoch, int round) {
    ConsensusLimits.requireEpoch(epoch);
    ConsensusLimits.requireRound(round);
    return turns[(int) ((epoch % turns.length + round) % turns.length)];
  }

  /** Turns after which the rotation repeats. */
  int period() {
    return turns.length;
  }

  /** Turns of each validator in one period, in account order, each ≥ 1. */
  private static int[] turnsPerPeriod(ValidatorSet set) {
    List<Validator> validators = set.validators();
    BigInteger unit = BigInteger.ZERO;
    for (Validator validator : validators) {
      unit = unit.gcd(BigInteger.valueOf(validator.weight()));
    }
    long gcd = unit.longValueExact();
    boolean exact = set.totalWeight() / gcd <= ConsensusLimits.SCHEDULE_SLOTS_MAX;
    BigInteger spareSlots =
        BigInteger.valueOf(ConsensusLimits.SCHEDULE_SLOTS_MAX - validators.size());
    BigInteger total = BigInteger.valueOf(set.totalWeight());
    int[] shares = new int[validators.size()];
    for (int i = 0; i < shares.length; i++) {
      long weight = validators.get(i).weight();
      shares[i] =
          exact
              ? Math.toIntExact(weight / gcd)
              : 1 + BigInteger.valueOf(weight).multiply(spareSlots).divide(total).intValueExact();
    }
    return shares;
  }

  private static AccountId[] onePeriod(List<Validator> validators, int[] shares) {
    int period = 0;
    for (int share : shares) {
      period += share;
    }
    AccountId[] turns = new AccountId[period];
    int[] priorities = new int[shares.length];
    for (int turn = 0; turn < period; turn++) {
      int highest = 0;
      for (int i = 0; i < shares.length; i++) {
        priorities[i] += shares[i];
        if (priorities[i] > priorities[highest]) {
          highest = i;
        }
      }
      priorities[highest] -= period;
      turns[turn] = validators.get(highest).account();
    }
    return turns;
  }
}
