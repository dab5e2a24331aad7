package org.datanet.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochAssembler.Assembly;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.wire.AccountEntry;
import org.junit.jupiter.api.Test;

/** A batch applies as a whole or names what is wrong. docs/protocol.md §5.1, 2. */
class BatchTest {

  private final TestCommunity community = new TestCommunity(7, TestCommunity.rules(7, 10));
  private final TestNetwork network = community.network;

  private static EpochInputs with(
      EpochInputs inputs,
      long epoch,
      AccountId proposer,
      Bytes32 layer,
      List<AccountId> signers,
      List<Item> items) {
    return new EpochInputs(
        inputs.networkId(), inputs.parameters(), epoch, proposer, layer, signers, items);
  }

  private EpochResult.Refused refused(EpochInputs inputs) {
    return (EpochResult.Refused) EpochTransition.apply(network.ledger(), inputs);
  }

  @Test
  void batchWithAnInapplicableOperationIsRefusedNamingItsIndex() {
    Item tooMuch = community.transfer("Uma", "Bob", TestCommunity.BALANCE);
    EpochInputs inputs =
        network.inputs(
            List.of(community.commit("Bob", "one"), community.transfer("Ann", "Bob", 5), tooMuch));

    EpochResult.Refused refused = refused(inputs);

    assertThat(refused.operationIndex()).isEqualTo(inputs.operations().indexOf(tooMuch));
    assertThat(refused.refusal().reason()).isEqualTo(Reason.INSUFFICIENT_BALANCE);
  }

  @Test
  void operationsOutOfCanonicalOrderAreRefused() {
    EpochInputs inputs =
        network.inputs(
            List.of(community.commit("Bob", "one"), community.transfer("Ann", "Bob", 5)));
    List<Item> reversed = new ArrayList<>(inputs.operations());
    Collections.reverse(reversed);

    EpochResult.Refused refused = refused(network.unordered(reversed));

    assertThat(refused.operationIndex()).isEqualTo(1);
    assertThat(refused.refusal().reason()).isEqualTo(Reason.BATCH_WRONG_ORDER);
  }

  @Test
  void phasesRunInTheirOrderAndNoncesInsideAPhase() {
    Item transfer = community.transfer("Ann", "Bob", 5);
    Item commit = community.commit("Ann", "one");
    Item second = community.transfer("Ann", "Bob", 6);

    assertThat(network.inputs(List.of(second, transfer, commit)).operations())
        .containsExactly(commit, transfer, second);
    network.close(second, transfer, commit);
    assertThat(
            network
                .ledger()
                .get(Keys.account(TestNetwork.account("Ann")))
                .map(AccountEntry::getNonce))
        .contains(4L);
  }

  @Test
  void nonceGapIsRefusedAtTheOperationBehindIt() {
    Item first = community.transfer("Ann", "Bob", 1);
    Item missing = community.transfer("Ann", "Bob", 2);
    Item third = community.transfer("Ann", "Bob", 3);

    EpochResult.Refused refused = network.refused(first, third);

    assertThat(refused.operationIndex()).isEqualTo(1);
    assertThat(refused.refusal().reason()).isEqualTo(Reason.BATCH_NONCES);
    network.close(first, missing, third);
  }

  @Test
  void repeatedOperationIsRefused() {
    Item one = community.transfer("Ann", "Bob", 1);

    assertThat(refused(network.unordered(List.of(one, one))).refusal().reason())
        .isEqualTo(Reason.BATCH_NONCES);
  }

  @Test
  void wrongEpochLayerProposerAndSignersAreRefusedAsABatch() {
    EpochInputs good = network.inputs(List.of());
    AccountId stranger = TestNetwork.account("Uma");
    List<AccountId> twice = List.of(good.paidSigners().get(0), good.paidSigners().get(0));

    List<EpochInputs> wrong =
        List.of(
            with(good, good.epoch() + 1, good.proposer(), good.beaconLayer(), List.of(), List.of()),
            with(good, good.epoch(), good.proposer(), Bytes32.ZERO, List.of(), List.of()),
            with(good, good.epoch(), stranger, good.beaconLayer(), List.of(), List.of()),
            with(good, good.epoch(), good.proposer(), good.beaconLayer(), twice, List.of()),
            with(
                good,
                good.epoch(),
                good.proposer(),
                good.beaconLayer(),
                List.of(stranger),
                List.of()));

    assertThat(wrong).allSatisfy(w -> assertThat(refused(w).operationIndex()).isEqualTo(-1));
    assertThat(wrong.stream().map(w -> refused(w).refusal().reason()))
        .containsExactly(
            Reason.BATCH_WRONG_EPOCH,
            Reason.BATCH_BEACON_INVALID,
            Reason.BATCH_BEACON_INVALID,
            Reason.BATCH_CERTIFICATE_INVALID,
            Reason.BATCH_CERTIFICATE_INVALID);
  }

  @Test
  void assemblerDropsWhatDoesNotApplyWithTheLaterNoncesOfItsAccount() {
    Item good = community.commit("Ann", "one");
    Item tooMuch = community.transfer("Ann", "Bob", TestCommunity.BALANCE);
    Item later = community.commit("Ann", "two");
    Item other = community.transfer("Uma", "Bob", 7);

    Assembly.Assembled assembled = assemble(List.of(later, other, tooMuch, good));

    assertThat(assembled.inputs().operations()).containsExactly(good, other);
    assertThat(assembled.dropped())
        .extracting(d -> d.operation().id(), d -> d.refusal().reason())
        .containsExactlyInAnyOrder(
            tuple(tooMuch.operation().id(), Reason.INSUFFICIENT_BALANCE),
            tuple(later.operation().id(), Reason.NONCE_GAP));
  }

  @Test
  void assemblerTakesOneOfTwoOperationsWithOneNonce() {
    Item one = community.transfer("Ann", "Bob", 1);
    Item two =
        network.item(
            "Ann", one.operation().nonce(), new Operation.Transfer(TestNetwork.account("Bob"), 2));

    Assembly.Assembled assembled = assemble(List.of(one, two));
    Assembly.Assembled shuffled = assemble(List.of(two, one));

    assertThat(assembled.inputs().operations()).hasSize(1);
    assertThat(assembled.dropped())
        .extracting(d -> d.refusal().reason())
        .containsExactly(Reason.NONCE_USED);
    assertThat(shuffled.inputs()).isEqualTo(assembled.inputs());
  }

  @Test
  void assemblerKeepsWithinTheLimitsAndLeavesTheRestToWait() {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      items.add(network.item("Ann", new Operation.Transfer(TestNetwork.account("Bob"), 1), 60_000));
    }

    Assembly.Assembled assembled = assemble(items);

    assertThat(assembled.inputs().operations()).hasSize((int) (16L * 1024 * 1024 / 60_000));
    assertThat(assembled.dropped()).isEmpty();
    assertThat(refused(network.inputs(items)).refusal().reason()).isEqualTo(Reason.BATCH_MALFORMED);
  }

  @Test
  void assemblerOfAProposerWithoutALayerSaysSo() {
    EpochInputs good = network.inputs(List.of());

    Assembly assembly =
        EpochAssembler.assemble(
            network.ledger(),
            with(good, good.epoch(), good.proposer(), Bytes32.ZERO, List.of(), List.of()));

    assertThat(assembly)
        .isInstanceOfSatisfying(
            Assembly.Impossible.class,
            i -> assertThat(i.refusal().reason()).isEqualTo(Reason.BATCH_BEACON_INVALID));
  }

  @Test
  void shuffledCandidatesGiveTheSameBatchAndOutcome() {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      items.add(community.transfer("Ann", "Bob", i + 1));
      items.add(community.commit("Uma", "content " + i));
    }
    List<Item> shuffled = new ArrayList<>(items);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }

    Assembly.Assembled one = assemble(items);
    Assembly.Assembled two = assemble(shuffled);

    assertThat(shuffled).isNotEqualTo(items);
    assertThat(two.inputs()).isEqualTo(one.inputs());
    assertThat(two.outcome().changes().changes()).isEqualTo(one.outcome().changes().changes());
  }

  @Test
  void mintedMoneyBreaksConservation() {
    LedgerChanges minted = new LedgerChanges(new MemoryLedger());
    minted.put(
        Keys.account(TestNetwork.account("Ann")),
        AccountEntry.newBuilder().setBalanceMicros(1).build());

    assertThatThrownBy(() -> Conservation.check(minted.changes(), 0))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("changed by 1");
  }

  private Assembly.Assembled assemble(List<Item> items) {
    return (Assembly.Assembled) EpochAssembler.assemble(network.ledger(), network.unordered(items));
  }
}
