package org.datanet.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;
import org.junit.jupiter.api.Test;

/** docs/protocol.md §3 and §5.4.1: commitments, openings, claims. */
class ContributionsTest {

  private final TestCommunity community = new TestCommunity(7, TestCommunity.rules(7, 10));
  private final TestNetwork network = community.network;

  @Test
  void commitmentThatNobodyOpensLosesAQuarterOfItsBondToTheReserve() {
    Item commit = community.commit("Bob", "late");
    network.close(commit);
    long balance = network.balance("Bob");

    network.closeUntil(4);
    assertThat(network.balance("Bob")).isEqualTo(balance);
    network.closeUntil(5);

    assertThat(network.balance("Bob")).isEqualTo(balance + 75_005);
    assertThat(community.entry().getReserveMicros()).isEqualTo(25_001);
    assertThat(network.refused(community.open("Bob", "late")).refusal().reason())
        .isEqualTo(Reason.UNKNOWN_COMMITMENT);
  }

  @Test
  void whoeverRepeatsAnOverheardCommitmentChangesNothingForItsAuthor() {
    Item mine = community.commit("Bob", "one");
    Operation overheard = mine.operation().operation();
    network.close(network.item("Uma", overheard)); // epoch 3, before the author's own
    network.close(mine);
    long squatterHas = network.balance("Uma");

    Item stolen = network.item("Uma", network.opening(community.datanet, "Bob", "one", 1_000));
    assertThat(network.refused(stolen).refusal().reason()).isEqualTo(Reason.UNKNOWN_COMMITMENT);
    network.close(community.open("Bob", "one"));

    RecordEntry record = community.record(network.recordId(community.datanet, "Bob", "one"));
    assertThat(record.getCommitEpoch()).isEqualTo(4);
    assertThat(record.getOwner()).isEqualTo(WireBytes.toWire(TestNetwork.account("Bob")));
    network.closeUntil(8);
    assertThat(network.balance("Uma")).isEqualTo(squatterHas + 75_005);
    assertThat(community.record(network.recordId(community.datanet, "Bob", "one")).getState())
        .isNotEqualTo(RecordState.SUPERSEDED_CLAIM);
  }

  @Test
  void commitmentsOfEqualTermsByTwoAccountsLapseEachOnItsOwn() {
    Item mine = community.commit("Bob", "late");
    network.close(mine, network.item("Uma", mine.operation().operation()));
    long authorHas = network.balance("Bob");
    long squatterHas = network.balance("Uma");

    network.closeUntil(5);

    assertThat(network.balance("Bob")).isEqualTo(authorHas + 75_005);
    assertThat(network.balance("Uma")).isEqualTo(squatterHas + 75_005);
    assertThat(community.entry().getReserveMicros()).isEqualTo(2 * 25_001);
  }

  @Test
  void openingSealsTheRecordWithTheBondOfItsCommitment() {
    Bytes32 record = community.seal("Bob", "one").get(0);

    assertThat(community.record(record).getState()).isEqualTo(RecordState.SEALED);
    assertThat(community.record(record).getBondMicros()).isEqualTo(TestCommunity.BOND);
    assertThat(community.record(record).getCommitEpoch()).isEqualTo(3);
    assertThat(community.record(record).getSealedEpoch()).isEqualTo(4);
    network.closeUntil(5);
    assertThat(community.entry().getReserveMicros()).isZero();
  }

  @Test
  void openingWhoseFeaturesTellAnotherSizeIsRefused() {
    network.close(community.commit("Bob", "one"));
    Item open = community.open("Bob", "one");
    Item forged =
        new Item(
            open.operation(),
            open.features().map(f -> f.toBuilder().setSizeBytes(f.getSizeBytes() + 1).build()));

    assertThat(network.refused(forged).refusal().reason()).isEqualTo(Reason.BATCH_FEATURES_DIFFER);
  }

  @Test
  void earlierCommitmentTakesTheClaimFromARecordThatIsAlreadyCurated() {
    // Ann commits first and opens last; Bob has copied and opened in between.
    network.close(community.commit("Ann", "work"));
    network.close(community.commit("Bob", "work"));
    Item annOpens = community.open("Ann", "work");
    Item bobOpens = community.open("Bob", "work");
    long balance = network.balance("Bob");
    network.close(bobOpens, annOpens);
    Bytes32 original = network.recordId(community.datanet, "Ann", "work");
    Bytes32 copy = network.recordId(community.datanet, "Bob", "work");

    assertThat(community.record(copy).getState()).isEqualTo(RecordState.SUPERSEDED_CLAIM);
    assertThat(community.record(original).getState()).isEqualTo(RecordState.SEALED);
    assertThat(network.balance("Bob"))
        .isEqualTo(balance - community.feeMicros(bobOpens) + TestCommunity.BOND);
    assertThat(claimHolder("work")).isEqualTo(original);
    network.closeUntil(7);
    assertThat(network.ledger().get(Keys.panel(community.datanet, copy))).isEmpty();
    assertThat(community.record(original).getState()).isEqualTo(RecordState.CURATING);
  }

  @Test
  void laterCommitmentToTheSameContentIsRefusedOnceTheFirstIsOpen() {
    community.seal("Ann", "work");
    network.close(community.commit("Bob", "work"));

    assertThat(network.refused(community.open("Bob", "work")).refusal().reason())
        .isEqualTo(Reason.RECORD_EXISTS);
  }

  @Test
  void openingsOfOneEpochWithEqualCommitmentEpochsLeaveOneClaimByLot() {
    network.close(community.commit("Ann", "work"), community.commit("Bob", "work"));

    network.close(community.open("Ann", "work"), community.open("Bob", "work"));

    Bytes32 ann = network.recordId(community.datanet, "Ann", "work");
    Bytes32 bob = network.recordId(community.datanet, "Bob", "work");
    Bytes32 holder = claimHolder("work");
    Bytes32 other = holder.equals(ann) ? bob : ann;
    assertThat(community.record(holder).getState()).isEqualTo(RecordState.SEALED);
    assertThat(community.record(other).getState()).isEqualTo(RecordState.SUPERSEDED_CLAIM);
    assertThat(community.record(other).getBondMicros()).isZero();
  }

  @Test
  void depositsOnASupersededRecordAreReleasedWithTheirBallots() {
    // Openings may take 8 epochs, so that Ann can open while Bob's copy is being voted on.
    TestCommunity slow = new TestCommunity(7, withOpenEpochs(8));
    TestNetwork net = slow.network;
    net.close(slow.commit("Ann", "work"));
    net.close(slow.commit("Bob", "work"));
    net.close(slow.open("Bob", "work"));
    Bytes32 copy = net.recordId(slow.datanet, "Bob", "work");
    net.closeUntil(7);
    TestCommunity.Ballot ballot =
        slow.ballot(slow.panellists(copy).get(0), Map.of(copy, Vote.APPROVE));
    net.close(net.item(ballot.curator(), ballot.commit()));
    long balance = net.balance(ballot.curator());

    net.close(slow.open("Ann", "work"));
    net.closeUntil(7 + 4 + 12);

    assertThat(slow.record(copy).getState()).isEqualTo(RecordState.SUPERSEDED_CLAIM);
    assertThat(net.balance(ballot.curator())).isEqualTo(balance + 1_000);
    assertThat(slow.entry().getReserveMicros()).isZero();
  }

  @Test
  void revealOfABallotWhoseRecordWasSupersededStillApplies() {
    TestCommunity slow = new TestCommunity(7, withOpenEpochs(8));
    TestNetwork net = slow.network;
    net.close(slow.commit("Ann", "work"));
    net.close(slow.commit("Bob", "work"));
    net.close(slow.open("Bob", "work"));
    Bytes32 copy = net.recordId(slow.datanet, "Bob", "work");
    net.closeUntil(7);
    TestCommunity.Ballot ballot =
        slow.ballot(slow.panellists(copy).get(0), Map.of(copy, Vote.APPROVE));
    net.close(net.item(ballot.curator(), ballot.commit()));
    net.close(slow.open("Ann", "work"));

    net.close(net.item(ballot.curator(), ballot.reveal()));

    assertThat(
            net.ledger()
                .get(
                    Keys.ballot(
                        slow.datanet,
                        TestNetwork.account(ballot.curator()),
                        ballot.commit().commitment()))
                .orElseThrow()
                .getRevealed())
        .isTrue();
  }

  private Bytes32 claimHolder(String content) {
    return WireBytes.hash(
        network
            .ledger()
            .get(Keys.claim(community.datanet, TestNetwork.cid(content).digest()))
            .orElseThrow()
            .getRecord());
  }

  private static ParameterSet withOpenEpochs(int openEpochs) {
    ParameterSet d = TestCommunity.rules(7, 10);
    return new ParameterSet(
        d.minUseFeeMicros(),
        d.burnBps(),
        d.reserveBps(),
        d.contributorBps(),
        d.curatorBps(),
        d.jurorBps(),
        d.maintenanceBps(),
        d.validatorBps(),
        d.panelSize(),
        d.minCurators(),
        d.minCuratorStakeMicros(),
        d.commitEpochs(),
        d.revealEpochs(),
        openEpochs,
        d.voteDepositMicros(),
        d.bondMinMicros(),
        d.vestEpochs(),
        d.bondHoldEpochs(),
        d.unbondEpochs(),
        d.scoreWindowEpochs(),
        d.scoreMarginPpm(),
        d.minVotes());
  }
}
