package org.datanet.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.wire.CuratorTallyEntry;
import org.datanet.protocol.wire.RecordState;
import org.junit.jupiter.api.Test;

/** docs/protocol.md §5.4.2 to 4: verdicts, bonds, deposits, scores, panels. */
class CurationTest {

  private final TestCommunity community = new TestCommunity(8, TestCommunity.rules(7, 10));
  private final TestNetwork network = community.network;

  @Test
  void recordWithFiveApprovalsOfSevenIsAcceptedAndItsBondStays() {
    Bytes32 record = community.seal("Bob", "one").get(0);

    community.settle(record, 5);

    assertThat(network.epoch()).isEqualTo(10);
    assertThat(community.record(record).getState()).isEqualTo(RecordState.ACCEPTED);
    assertThat(community.record(record).getApprovals()).isEqualTo(5);
    assertThat(community.record(record).getRefusals()).isEqualTo(2);
    assertThat(community.record(record).getBondMicros()).isEqualTo(TestCommunity.BOND);
    assertThat(community.entry().getRecordsAccepted()).isEqualTo(1);
    assertThat(network.ledger().get(Keys.panel(community.datanet, record))).isEmpty();
  }

  @Test
  void rejectedRecordForfeitsAQuarterHalfOfItRoundedUpBurned() {
    Bytes32 record = community.seal("Bob", "one").get(0);
    network.closeUntil(6);
    List<TestCommunity.Ballot> ballots = community.ballots(record, 4);
    long revealFees =
        ballots.stream()
            .mapToLong(b -> community.feeMicros(network.item(b.curator(), b.reveal())))
            .sum();
    long balance = network.balance("Bob");

    EpochOutcome settled = community.curate(ballots, Set.of());

    // bond 100,006: 25,001 forfeited, 12,501 burned, 12,500 to the reserve, 75,005 returned
    assertThat(community.record(record).getState()).isEqualTo(RecordState.REJECTED);
    assertThat(network.balance("Bob")).isEqualTo(balance + 75_005);
    assertThat(community.entry().getReserveMicros()).isEqualTo(12_500);
    assertThat(settled.burnedMicros()).isEqualTo(12_501 + revealFees);
    assertThat(community.entry().getRecordsRejected()).isEqualTo(1);
  }

  @Test
  void depositsWithoutRevealAreLostAndTheOthersReturnTwelveEpochsAfterSettlement() {
    Bytes32 record = community.seal("Bob", "one").get(0);
    network.closeUntil(6);
    List<TestCommunity.Ballot> ballots = community.ballots(record, 7);
    String silent = ballots.get(0).curator();
    String honest = ballots.get(1).curator();
    community.curate(ballots, Set.of(silent));
    long silentBalance = network.balance(silent);
    long honestBalance = network.balance(honest);

    network.closeUntil(21);
    assertThat(network.balance(honest)).isEqualTo(honestBalance);
    network.closeUntil(22);

    assertThat(community.record(record).getState()).isEqualTo(RecordState.ACCEPTED);
    assertThat(community.entry().getReserveMicros()).isEqualTo(1_000);
    assertThat(network.balance(silent)).isEqualTo(silentBalance);
    assertThat(network.balance(honest)).isEqualTo(honestBalance + 1_000);
    assertThat(
            network
                .ledger()
                .get(
                    Keys.ballot(
                        community.datanet,
                        TestNetwork.account(silent),
                        ballots.get(0).commit().commitment())))
        .isEmpty();
  }

  @Test
  void tooFewRevealsDrawANewPanelAndThenReturnTheWholeBond() {
    Bytes32 record = community.seal("Bob", "one").get(0);
    network.closeUntil(6);
    List<TestCommunity.Ballot> first = community.ballots(record, 7);
    Set<String> silent =
        first.stream().limit(3).map(TestCommunity.Ballot::curator).collect(Collectors.toSet());

    community.curate(first, silent);

    assertThat(community.record(record).getState()).isEqualTo(RecordState.CURATING);
    assertThat(community.record(record).getPanels()).isEqualTo(2);
    assertThat(community.panel(record).getSeedEpoch()).isEqualTo(10);
    assertThat(community.panel(record).getSeatsList())
        .allSatisfy(seat -> assertThat(seat.getBallot().isEmpty()).isTrue());
    assertThat(community.entry().getReserveMicros()).isEqualTo(3_000);
    assertThat(tally(silent.iterator().next()).getScoreSumPpm()).isEqualTo(-1_000_000);

    long balance = network.balance("Bob");
    network.closeUntil(14);

    assertThat(community.record(record).getState()).isEqualTo(RecordState.RETURNED);
    assertThat(network.balance("Bob")).isEqualTo(balance + TestCommunity.BOND);
    assertThat(network.ledger().get(Keys.claim(community.datanet, TestNetwork.cid("one").digest())))
        .isEmpty();
  }

  private CuratorTallyEntry tally(String curator) {
    return network
        .ledger()
        .get(Keys.tally(community.datanet, 10, TestNetwork.account(curator)))
        .orElseThrow();
  }

  @Test
  void votesAreTalliedButNotScoredWhileTheCategoryHasTooFewOthers() {
    Bytes32 record = community.seal("Bob", "one").get(0);

    community.settle(record, 6);

    CuratorTallyEntry tally = tally(voters().get(0));
    assertThat(tally.getScoredVotes()).isZero();
    assertThat(tally.getScoreSumPpm()).isZero();
    assertThat(tally.getCategories(0).getCategory()).isEqualTo("noun");
    assertThat(tally.getCategories(0).getApprovals() + tally.getCategories(0).getRefusals())
        .isEqualTo(1);
  }

  /** Whose votes of epoch 10 are tallied. */
  private List<String> voters() {
    return IntStream.rangeClosed(1, 8)
        .mapToObj(i -> "K" + i)
        .filter(
            k ->
                network
                    .ledger()
                    .get(Keys.tally(community.datanet, 10, TestNetwork.account(k)))
                    .isPresent())
        .toList();
  }

  @Test
  void talliesAreDeletedWhenNoWindowCanAskForThemAnyMore() {
    Bytes32 record = community.seal("Bob", "one").get(0);
    community.settle(record, 7);
    String curator = voters().get(0);

    network.closeUntil(16);
    assertThat(tally(curator).getCategoriesCount()).isEqualTo(1);
    network.closeUntil(17);

    assertThat(
            network.ledger().get(Keys.tally(community.datanet, 10, TestNetwork.account(curator))))
        .isEmpty();
  }

  @Test
  void panelIsDrawnAtTheCloseTwoEpochsAfterSealing() {
    Bytes32 record = community.seal("Bob", "one").get(0);

    network.closeUntil(5);
    assertThat(network.ledger().get(Keys.panel(community.datanet, record))).isEmpty();
    network.closeUntil(6);

    assertThat(community.panellists(record)).hasSize(7).doesNotHaveDuplicates();
    assertThat(community.panel(record).getAcceptQuorum()).isEqualTo(5);
    assertThat(community.panel(record).getSeedEpoch()).isEqualTo(6);
  }

  @Test
  void ownerNeverSitsOnTheRecordsPanel() {
    List<Bytes32> records = community.seal("K1", "one", "two", "three", "four");

    network.closeUntil(6);

    assertThat(records)
        .allSatisfy(
            record -> assertThat(community.panellists(record)).hasSize(7).doesNotContain("K1"));
  }

  @Test
  void curatorsWhoBondedLessThanTwoEpochsBeforeSealingAreNotDrawn() {
    // K1 adds to its stake in time and stays; Uma bonds in the epoch before the sealing.
    network.close(
        community.commit("Bob", "one"),
        community.bondCurator("Uma", 500_000_000),
        community.bondCurator("K1", 500_000_000));
    network.close(community.open("Bob", "one"));

    network.closeUntil(6);

    Bytes32 record = network.recordId(community.datanet, "Bob", "one");
    // A late bonder with nearly all of the stake would be on the panel for sure: its name is
    // unknown.
    assertThat(community.panellists(record)).doesNotContainNull().contains("K1");
  }

  @Test
  void curatorWhoLeftBeforeTheSealingIsNotDrawn() {
    Item leaves =
        network.item(
            "K8",
            new Operation.Unbond(
                new Operation.StakeRole.Curator(community.datanet), TestCommunity.STAKE));
    network.close(leaves, community.commit("Bob", "one"));
    network.close(community.open("Bob", "one"));

    network.closeUntil(6);

    Bytes32 record = network.recordId(community.datanet, "Bob", "one");
    assertThat(community.panellists(record)).hasSize(7).doesNotContain("K8");
  }

  @Test
  void recordWithoutEnoughCuratorsIsTriedEightTimesMoreAndThenReturned() {
    TestCommunity small = new TestCommunity(6, TestCommunity.rules(7, 10));
    Bytes32 record = small.seal("Bob", "one").get(0);
    long balance = small.network.balance("Bob");

    small.network.closeUntil(13);
    assertThat(small.record(record).getState()).isEqualTo(RecordState.SEALED);
    assertThat(small.record(record).getDraws()).isEqualTo(8);
    small.network.closeUntil(14);

    assertThat(small.record(record).getState()).isEqualTo(RecordState.RETURNED);
    assertThat(small.network.balance("Bob")).isEqualTo(balance + TestCommunity.BOND);
  }

  @Test
  void recordGetsItsPanelWhenEnoughCuratorsCame() {
    TestCommunity small = new TestCommunity(6, TestCommunity.rules(7, 10));
    Bytes32 record = small.seal("Bob", "one").get(0);

    // Stake of epoch 5 counts for draws that look at 5, 6 and 7: the draw of epoch 9.
    small.network.close(small.bondCurator("Uma", TestCommunity.STAKE));
    small.network.closeUntil(8);
    assertThat(small.record(record).getState()).isEqualTo(RecordState.SEALED);
    small.network.closeUntil(9);

    assertThat(small.record(record).getState()).isEqualTo(RecordState.CURATING);
    assertThat(small.panel(record).getSeedEpoch()).isEqualTo(9);
  }

  @Test
  void ballotAfterItsWindowIsRefused() {
    Bytes32 record = community.seal("Bob", "one").get(0);
    network.closeUntil(6);
    TestCommunity.Ballot ballot = community.ballots(record, 7).get(0);
    Item commit = network.item(ballot.curator(), ballot.commit());

    network.closeUntil(8);

    assertThat(network.refused(commit).refusal().reason()).isEqualTo(Reason.COMMIT_WINDOW_CLOSED);
  }
}
