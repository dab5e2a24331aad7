package org.datanet.protocol.epoch;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.AuditGate;
import org.datanet.protocol.curation.CuratorWeights;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.reward.LargestRemainder;
import org.datanet.protocol.wire.CuratorEntry;
import org.datanet.protocol.wire.RewardKind;

/**
 * The pots of an epoch, one split each: curators by weight, validators by stake among the signers
 * that the batch carries. What has no taker goes to the reserve. docs/protocol.md §5.4.6.
 */
final class Pots {

  /** A curator's votes over the window. */
  private record Standing(long scoreSumPpm, int scoredVotes) {
    Standing plus(Standing other) {
      return new Standing(
          Math.addExact(scoreSumPpm, other.scoreSumPpm),
          Math.addExact(scoredVotes, other.scoredVotes));
    }
  }

  private final EpochContext context;
  private final RewardRows rewards;

  Pots(EpochContext context, RewardRows rewards) {
    this.context = context;
    this.rewards = rewards;
  }

  void split(TreeMap<Bytes32, FeeDistribution.Pot> pots) {
    TreeMap<AccountId, Long> signers = signerStakes();
    pots.forEach(
        (datanet, pot) -> {
          reserve(datanet, pot.reserveMicros());
          payCurators(datanet, pot.curatorMicros());
          payValidators(datanet, pot.validatorMicros(), signers);
        });
  }

  private void reserve(Bytes32 datanet, long amountMicros) {
    rewards.addReserve(datanet, amountMicros);
    context.toReserve(datanet, amountMicros);
  }

  private void payCurators(Bytes32 datanet, long potMicros) {
    TreeMap<AccountId, Long> weights = curatorWeights(datanet);
    share(datanet, potMicros, weights)
        .forEach((curator, amountMicros) -> payCurator(datanet, curator, amountMicros));
  }

  /** Pay waits in escrow until enough audits tell whether the curator judges or guesses. */
  private void payCurator(Bytes32 datanet, AccountId curator, long amountMicros) {
    LedgerKey<CuratorEntry> key = Keys.curator(datanet, curator);
    CuratorEntry entry = curator(datanet, curator);
    switch (gate(entry)) {
      case OPEN -> {
        rewards.add(curator, datanet, RewardKind.CURATOR_PAY, amountMicros);
        // What had waited for the gate goes with the first pay after it opened.
        context.creditAtClose(curator, Math.addExact(amountMicros, entry.getEscrowMicros()));
        context.changes().put(key, entry.toBuilder().setEscrowMicros(0).build());
      }
      case ESCROW -> {
        rewards.add(curator, datanet, RewardKind.CURATOR_ESCROW, amountMicros);
        context
            .changes()
            .put(
                key,
                entry.toBuilder()
                    .setEscrowMicros(Math.addExact(entry.getEscrowMicros(), amountMicros))
                    .build());
      }
      case CLOSED ->
          throw new InvariantViolation("pay for a curator behind a closed gate: " + curator);
    }
  }

  private TreeMap<AccountId, Long> curatorWeights(Bytes32 datanet) {
    ParameterSet rules = context.parameters(datanet);
    TreeMap<AccountId, Standing> standings = new TreeMap<>();
    ScoreWindow.scan(
        context,
        datanet,
        (curator, tally) ->
            standings.merge(
                curator,
                new Standing(tally.getScoreSumPpm(), tally.getScoredVotes()),
                Standing::plus));
    TreeMap<AccountId, Long> weights = new TreeMap<>();
    standings.forEach(
        (curator, standing) -> {
          long weight =
              CuratorWeights.weight(
                  standing.scoreSumPpm(),
                  standing.scoredVotes(),
                  rules.minVotes(),
                  rules.scoreMarginPpm());
          if (weight > 0 && gate(curator(datanet, curator)) != AuditGate.CLOSED) {
            weights.put(curator, weight);
          }
        });
    return weights;
  }

  /** Scores outlast the stake: who left may still be owed pay, which then waits in escrow. */
  private CuratorEntry curator(Bytes32 datanet, AccountId curator) {
    return context
        .changes()
        .get(Keys.curator(datanet, curator))
        .orElseGet(CuratorEntry::getDefaultInstance);
  }

  private static AuditGate gate(CuratorEntry entry) {
    return AuditGate.of(
        entry.getGoodAudited(),
        entry.getGoodApproved(),
        entry.getJunkAudited(),
        entry.getJunkApproved());
  }

  private void payValidators(Bytes32 datanet, long potMicros, TreeMap<AccountId, Long> signers) {
    share(datanet, potMicros, signers)
        .forEach(
            (validator, amountMicros) -> {
              rewards.add(validator, datanet, RewardKind.VALIDATOR_PAY, amountMicros);
              context.creditAtClose(validator, amountMicros);
            });
  }

  private TreeMap<AccountId, Long> signerStakes() {
    TreeMap<AccountId, Long> stakes = BatchRules.stakes(context.changes(), context.epoch() - 1);
    stakes.keySet().retainAll(context.inputs().paidSigners());
    return stakes;
  }

  /** Shares by weight in account order, without the zeros; the whole pot to the reserve if none. */
  private TreeMap<AccountId, Long> share(
      Bytes32 datanet, long potMicros, TreeMap<AccountId, Long> weights) {
    List<AccountId> takers = List.copyOf(weights.keySet());
    Optional<long[]> amounts =
        LargestRemainder.split(
            potMicros,
            takers.stream().mapToLong(taker -> weights.getOrDefault(taker, 0L)).toArray(),
            takers.stream().map(AccountId::publicKey).toList(),
            context.beacon());
    if (amounts.isEmpty()) {
      reserve(datanet, potMicros);
      return new TreeMap<>();
    }
    TreeMap<AccountId, Long> shares = new TreeMap<>();
    for (int i = 0; i < takers.size(); i++) {
      if (amounts.get()[i] > 0) {
        shares.put(takers.get(i), amounts.get()[i]);
      }
    }
    return shares;
  }
}
