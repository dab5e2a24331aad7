package org.datanet.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.CuratorEntry;
import org.datanet.protocol.wire.CuratorTallyEntry;
import org.datanet.protocol.wire.RewardKind;
import org.datanet.protocol.wire.RewardRow;
import org.datanet.protocol.wire.ValidatorWeight;
import org.junit.jupiter.api.Test;

/** docs/protocol.md §5.4.5 to 10: fees, pots, releases, credits, validators. */
class PayTest {

  private final TestCommunity community = new TestCommunity(7, TestCommunity.rules(7, 10));
  private final TestNetwork network = community.network;

  private Bytes32 accepted(String content) {
    Bytes32 record = community.seal("Bob", content).get(0);
    community.settle(record, 7);
    return record;
  }

  private static long sum(EpochOutcome outcome, RewardKind kind) {
    return outcome.reward().rows().stream()
        .filter(row -> row.getKind() == kind)
        .mapToLong(RewardRow::getAmountMicros)
        .sum();
  }

  @Test
  void rewardTableSumsToTheFeesAndUnearnedPotsGoToTheReserve() {
    Bytes32 record = accepted("one");

    EpochOutcome outcome =
        network.close(
            community.use("Uma", 1_000_000, Map.of(record, 1L)),
            community.use("Ann", 500_000, Map.of(record, 7L)));

    assertThat(outcome.reward().totalMicros()).isEqualTo(1_500_000);
    assertThat(sum(outcome, RewardKind.BURN)).isEqualTo(75_000);
    assertThat(sum(outcome, RewardKind.CONTRIBUTOR)).isEqualTo(750_000);
    assertThat(sum(outcome, RewardKind.VALIDATOR_PAY)).isEqualTo(120_000);
    // No curator has a weight yet: 5 + 7 + 5 + 20 % of the fees.
    assertThat(sum(outcome, RewardKind.RESERVE)).isEqualTo(555_000);
    assertThat(community.entry().getReserveMicros()).isEqualTo(555_000);
    assertThat(outcome.attribution().rows()).hasSize(2);
    assertThat(community.record(record).getPaidMicros()).isEqualTo(750_000);
  }

  @Test
  void validatorsOfTheCarriedCertificateSharePayByStake() {
    Bytes32 record = accepted("one");
    long one = network.balance("V1");
    long two = network.balance("V2");

    network.close(community.use("Uma", 1_000_000, Map.of(record, 1L)));

    assertThat(network.balance("V1")).isEqualTo(one + 20_000);
    assertThat(network.balance("V2")).isEqualTo(two + 60_000);
  }

  @Test
  void validatorsShareIsReservedWhenTheBatchCarriesNoSigners() {
    Bytes32 record = accepted("one");
    network.paySigners(List.of());

    EpochOutcome outcome = network.close(community.use("Uma", 1_000_000, Map.of(record, 1L)));

    assertThat(sum(outcome, RewardKind.VALIDATOR_PAY)).isZero();
    assertThat(sum(outcome, RewardKind.RESERVE)).isEqualTo(450_000);
  }

  @Test
  void curatorsAreHeldInEscrowUntilTheGateDecidesAndPaidNothingBehindAClosedOne() {
    Bytes32 record = accepted("one");
    // Equal scores; audits found that K1 judges, have not looked at K2, and that K3 approves all.
    standing(
        "K1", CuratorEntry.newBuilder().setGoodApproved(8).setGoodAudited(8).setJunkAudited(8));
    standing("K2", CuratorEntry.newBuilder());
    standing(
        "K3",
        CuratorEntry.newBuilder()
            .setGoodApproved(8)
            .setGoodAudited(8)
            .setJunkApproved(8)
            .setJunkAudited(8));
    long one = network.balance("K1");

    EpochOutcome outcome = network.close(community.use("Uma", 1_000_000, Map.of(record, 1L)));

    assertThat(sum(outcome, RewardKind.CURATOR_PAY)).isEqualTo(100_000);
    assertThat(sum(outcome, RewardKind.CURATOR_ESCROW)).isEqualTo(100_000);
    // What K1 had in escrow comes with the first pay.
    assertThat(network.balance("K1")).isEqualTo(one + 100_000 + 700);
    assertThat(escrow("K1")).isZero();
    assertThat(escrow("K2")).isEqualTo(100_700);
    assertThat(escrow("K3")).isEqualTo(700);
  }

  private void standing(String curator, CuratorEntry.Builder audits) {
    AccountId account = TestNetwork.account(curator);
    network.overwrite(
        Keys.curator(community.datanet, account),
        audits.setStakeMicros(TestCommunity.STAKE).setEscrowMicros(700).build());
    network.overwrite(
        Keys.tally(community.datanet, network.epoch(), account),
        CuratorTallyEntry.newBuilder().setScoreSumPpm(5_000_000).setScoredVotes(20).build());
  }

  private long escrow(String curator) {
    return network
        .ledger()
        .get(Keys.curator(community.datanet, TestNetwork.account(curator)))
        .orElseThrow()
        .getEscrowMicros();
  }

  @Test
  void trancheVestsInEightPartsFromTheNextEpochTheRemainderLast() {
    Bytes32 record = accepted("one");
    network.close(community.use("Uma", 1_000_003, Map.of(record, 1L)));
    long tranche = community.record(record).getPaidMicros();
    long balance = network.balance("Bob");

    network.close();
    assertThat(network.balance("Bob")).isEqualTo(balance + tranche / 8);
    network.closeUntil(network.epoch() + 6);
    assertThat(network.balance("Bob")).isEqualTo(balance + tranche / 8 * 7);
    network.close();

    assertThat(tranche).isEqualTo(500_001);
    assertThat(network.balance("Bob")).isEqualTo(balance + tranche);
    assertThat(network.ledger().get(Keys.vesting(community.datanet, record))).isEmpty();
  }

  @Test
  void recordsPayoutReachesTheBondBasisAtAgeTwentyFour() {
    Bytes32 record = accepted("one");
    network.close(community.use("Uma", 1_000_000, Map.of(record, 1L)));

    network.closeUntil(33);
    assertThat(network.ledger().get(Keys.bondBasis(community.datanet))).isEmpty();
    network.closeUntil(34);

    assertThat(
            network
                .ledger()
                .get(Keys.bondBasis(community.datanet))
                .orElseThrow()
                .getPayoutsMicrosList())
        .containsExactly(500_000L);
  }

  @Test
  void moneyReceivedInAnEpochIsSpendableInTheNext() {
    Item pay = community.transfer("Uma", "Zoe", 10_000);
    Item spend = community.transfer("Zoe", "Uma", 1_000);

    EpochResult.Refused refused = network.refused(pay, spend);
    network.close(pay);
    network.close(spend);

    assertThat(refused.refusal().reason()).isEqualTo(Reason.INSUFFICIENT_BALANCE);
    assertThat(network.balance("Zoe")).isEqualTo(10_000 - 1_000 - community.feeMicros(spend));
  }

  @Test
  void unbondedStakeReturnsAfterFortyEightEpochs() {
    Item leave =
        network.item(
            "K1",
            new Operation.Unbond(
                new Operation.StakeRole.Curator(community.datanet), TestCommunity.STAKE));
    network.close(leave);
    long balance = network.balance("K1");

    network.closeUntil(50);
    assertThat(network.balance("K1")).isEqualTo(balance);
    network.closeUntil(51);

    assertThat(network.balance("K1")).isEqualTo(balance + TestCommunity.STAKE);
  }

  @Test
  void validatorBondedInAnEpochDecidesFromTheSecondNextWithItsStakeAsWeight() {
    long bonded = network.epoch() + 1;
    Operation.BeaconCommitment onion = network.newOnion(TestNetwork.account("Uma"), bonded + 2);
    network.close(
        network.item(
            "Uma",
            new Operation.Bond(
                new Operation.StakeRole.Validator(), 200_000_000, Optional.of(onion))));

    assertThat(weightOf("Uma", bonded + 1)).isEmpty();
    assertThat(weightOf("Uma", bonded + 2)).contains(200_000_000L);
    network.close();
    network.propose("Uma");
    network.close();
    network.close();
    assertThat(network.epoch()).isEqualTo(bonded + 3);
    assertThat(network.ledger().get(Keys.validatorSet(network.epoch() - 2))).isEmpty();
    assertThat(network.ledger().get(Keys.validatorSet(network.epoch() - 1))).isPresent();
  }

  private Optional<Long> weightOf(String validator, long epoch) {
    return network.ledger().get(Keys.validatorSet(epoch)).orElseThrow().getValidatorsList().stream()
        .filter(v -> WireBytes.account(v.getAccount()).equals(TestNetwork.account(validator)))
        .map(ValidatorWeight::getWeightMicros)
        .findFirst();
  }
}
