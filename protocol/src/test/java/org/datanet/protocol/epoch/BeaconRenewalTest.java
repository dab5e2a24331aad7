package org.datanet.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Beacon;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.RecordState;
import org.datanet.protocol.wire.ValidatorEntry;
import org.datanet.protocol.wire.ValidatorWeight;
import org.junit.jupiter.api.Test;

/** docs/protocol.md §5.1 and §5.4.9: onions that end, are renewed, or are not. */
class BeaconRenewalTest {

  private static final long STAKE = 100_000_000L;

  /** Genesis onions of these networks serve in epochs 1 … 12. */
  private static final int LAYERS = 12;

  private static TestNetwork network(String... validators) {
    Map<String, Long> balances = new TreeMap<>();
    Map<String, Long> stakes = new TreeMap<>();
    for (String validator : validators) {
      balances.put(validator, 10 * STAKE);
      stakes.put(validator, STAKE);
    }
    TestNetwork network = new TestNetwork(balances, stakes, LAYERS);
    network.propose(validators[0]);
    return network;
  }

  private static Item renewal(TestNetwork network, String validator, long firstEpoch) {
    return network.item(
        validator,
        new Operation.RenewBeacon(network.newOnion(TestNetwork.account(validator), firstEpoch)));
  }

  private static ValidatorEntry entry(TestNetwork network, String validator) {
    return network.ledger().get(Keys.validator(TestNetwork.account(validator))).orElseThrow();
  }

  private static List<String> set(TestNetwork network, long epoch, String... validators) {
    List<ValidatorWeight> members =
        network.ledger().get(Keys.validatorSet(epoch)).orElseThrow().getValidatorsList();
    return List.of(validators).stream()
        .filter(
            name ->
                members.stream()
                    .anyMatch(
                        m -> WireBytes.account(m.getAccount()).equals(TestNetwork.account(name))))
        .toList();
  }

  @Test
  void onionServesUntilTheNextOnesFirstEpochAndNoLonger() {
    TestNetwork network = network("V1");
    network.closeUntil(4);
    BeaconCommitment old = entry(network, "V1").getBeacon();

    network.close(renewal(network, "V1", 8)); // epoch 5

    BeaconCommitment next = entry(network, "V1").getNextBeacon();
    assertThat(next.getFirstEpoch()).isEqualTo(8);
    network.closeUntil(6);
    assertThat(entry(network, "V1").getBeacon()).isEqualTo(old);
    network.closeUntil(7); // with a layer of the old one; epoch 8 is the next one's
    assertThat(entry(network, "V1").getBeacon()).isEqualTo(next);
    assertThat(entry(network, "V1").hasNextBeacon()).isFalse();
    assertThat(entry(network, "V1").getLastLayer()).isEmpty();
    network.closeUntil(9);
    assertThat(entry(network, "V1").getLastLayerEpoch()).isEqualTo(9);
  }

  @Test
  void singleValidatorThatRenewsInTimeNeverShowsAnEpochWithoutALayer() {
    TestNetwork network = network("V1");

    while (network.epoch() < 5 * LAYERS) {
      long held = network.epoch() + 1;
      EpochInputs inputs =
          network.inputs(held % 9 == 0 ? List.of(renewal(network, "V1", held + 2)) : List.of());
      assertThat(inputs.beaconLayer()).as("layer of %s", held).isNotEqualTo(Onions.NO_LAYER);
      network.close(inputs.operations());
    }

    assertThat(set(network, network.epoch() + 2, "V1")).containsExactly("V1");
  }

  @Test
  void allMayRenewInOneEpoch() {
    TestNetwork network = network("V1", "V2", "V3", "V4");
    network.closeUntil(9);
    network.close(
        renewal(network, "V1", 12),
        renewal(network, "V2", 12),
        renewal(network, "V3", 12),
        renewal(network, "V4", 12));

    for (String proposer : List.of("V1", "V2", "V3", "V4")) {
      network.propose(proposer);
      assertThat(network.inputs(List.of()).beaconLayer()).isNotEqualTo(Onions.NO_LAYER);
      network.close();
    }

    assertThat(set(network, 14, "V1", "V2", "V3", "V4")).containsExactly("V1", "V2", "V3", "V4");
  }

  @Test
  void renewalOfARenewalReplacesWhatNoEpochWasPromisedYet() {
    TestNetwork network = network("V1");
    network.closeUntil(3);
    BeaconCommitment old = entry(network, "V1").getBeacon();
    network.close(renewal(network, "V1", 10)); // epoch 4

    network.close(renewal(network, "V1", 9)); // epoch 5
    assertThat(entry(network, "V1").getBeacon()).isEqualTo(old);
    assertThat(entry(network, "V1").getNextBeacon().getFirstEpoch()).isEqualTo(9);

    network.closeUntil(7);
    network.close(renewal(network, "V1", 20)); // epoch 8: the set of 9 counts on the one of 9
    assertThat(entry(network, "V1").getBeacon().getFirstEpoch()).isEqualTo(9);
    assertThat(entry(network, "V1").getNextBeacon().getFirstEpoch()).isEqualTo(20);
    network.closeUntil(22);
    assertThat(entry(network, "V1").getBeacon().getFirstEpoch()).isEqualTo(20);
  }

  @Test
  void layerOfTheOnionThatDoesNotServeYetIsRefused() {
    TestNetwork network = network("V1");
    network.closeUntil(4);
    network.close(renewal(network, "V1", 9)); // epoch 5
    EpochInputs honest = network.inputs(List.of());
    network.closeUntil(8);
    EpochInputs later = network.inputs(List.of());

    assertThat(refusal(network, with(later, honest.beaconLayer())))
        .contains(Reason.BATCH_BEACON_INVALID);
    assertThat(refusal(network, with(later, Onions.NO_LAYER)))
        .contains(Reason.BATCH_BEACON_INVALID);
    assertThat(refusal(network, later)).isEmpty();
  }

  private static EpochInputs with(EpochInputs inputs, Bytes32 layer) {
    return new EpochInputs(
        inputs.networkId(),
        inputs.parameters(),
        inputs.epoch(),
        inputs.proposer(),
        layer,
        inputs.paidSigners(),
        inputs.operations());
  }

  private static Optional<Reason> refusal(TestNetwork network, EpochInputs inputs) {
    return switch (EpochTransition.apply(network.ledger(), inputs)) {
      case EpochResult.Applied applied -> Optional.empty();
      case EpochResult.Refused refused -> Optional.of(refused.refusal().reason());
    };
  }

  @Test
  void validatorThatMissesItsRenewalLeavesUntilItRenews() {
    TestNetwork network = network("V1", "V2", "V3", "V4");
    network.closeUntil(6);
    network.close(renewal(network, "V1", 9), renewal(network, "V2", 9), renewal(network, "V3", 9));
    network.closeUntil(10);

    assertThat(set(network, 12, "V1", "V2", "V3", "V4")).hasSize(4);
    network.closeUntil(11);
    assertThat(set(network, 13, "V1", "V2", "V3", "V4")).containsExactly("V1", "V2", "V3");

    network.close(renewal(network, "V4", 15)); // epoch 12
    assertThat(set(network, 14, "V4")).isEmpty();
    network.closeUntil(13);
    assertThat(set(network, 15, "V4")).containsExactly("V4");
  }

  @Test
  void aThirdThatRunsOutAtOnceStaysSoThatTheRestDoesNotDecideAlone() {
    TestNetwork network = network("V1", "V2", "V3");
    network.closeUntil(6);
    network.close(renewal(network, "V1", 9), renewal(network, "V2", 9)); // two thirds, not more
    network.closeUntil(12);

    assertThat(set(network, 14, "V1", "V2", "V3")).containsExactly("V1", "V2", "V3");
    network.propose("V3"); // epoch 13, for which it has no layer
    assertThat(network.inputs(List.of()).beaconLayer()).isEqualTo(Onions.NO_LAYER);
    network.close(renewal(network, "V3", 15));
    assertThat(entry(network, "V3").getNextBeacon().getFirstEpoch()).isEqualTo(15);
    network.closeUntil(15);
    assertThat(network.inputs(List.of()).beaconLayer()).isNotEqualTo(Onions.NO_LAYER);
  }

  @Test
  void networkWhoseOnionsAllEndedGoesOnByTheHashAloneUntilTheyAreRenewed() {
    TestNetwork network = network("V1", "V2", "V3", "V4");
    network.closeUntil(LAYERS);
    Bytes32 last = WireBytes.hash(network.ledger().get(Keys.network()).orElseThrow().getBeacon());

    EpochOutcome blind = network.close(); // epoch 13

    assertThat(blind.beacon()).isEqualTo(Beacon.next(last, Onions.NO_LAYER));
    // One alone renews: it does not become the whole set.
    network.close(renewal(network, "V1", 16)); // epoch 14
    network.close();
    assertThat(set(network, 17, "V1", "V2", "V3", "V4")).hasSize(4);
    network.close(renewal(network, "V2", 18), renewal(network, "V3", 18)); // epoch 16
    assertThat(set(network, 18, "V1", "V2", "V3", "V4")).containsExactly("V1", "V2", "V3");
    network.propose("V2");
    network.closeUntil(20);
    assertThat(network.inputs(List.of()).beaconLayer()).isNotEqualTo(Onions.NO_LAYER);
  }

  @Test
  void panelWaitsForAnEpochWhoseBeaconNobodyCouldForesee() {
    TestCommunity community = new TestCommunity(7, TestCommunity.rules(7, 10), LAYERS);
    TestNetwork network = community.network;
    network.closeUntil(10);
    Bytes32 record = community.seal("Bob", "one").get(0); // in epoch 12

    network.closeUntil(23); // its panel is due in 14; so many tries would give it up
    assertThat(community.record(record).getState()).isEqualTo(RecordState.SEALED);
    assertThat(community.record(record).getDraws()).isZero();
    network.close(renewal(network, "V1", 26), renewal(network, "V2", 26)); // epoch 24
    network.closeUntil(25);
    assertThat(community.record(record).getState()).isEqualTo(RecordState.SEALED);
    network.closeUntil(26);

    assertThat(community.record(record).getState()).isEqualTo(RecordState.CURATING);
    assertThat(community.panel(record).getSeedEpoch()).isEqualTo(26);
  }

  @Test
  void validatorThatLeftIsForgottenOnceNoSetCountsOnIt() {
    TestNetwork network = network("V1", "V2");
    network.closeUntil(2);
    network.close(
        network.item("V2", new Operation.Unbond(new Operation.StakeRole.Validator(), STAKE)));
    assertThat(set(network, 4, "V2")).containsExactly("V2"); // decided before it left
    network.propose("V2");

    network.close();

    assertThat(network.ledger().get(Keys.validator(TestNetwork.account("V2")))).isEmpty();
    network.propose("V1");
    network.close(
        network.item(
            "V2",
            new Operation.Bond(
                new Operation.StakeRole.Validator(),
                STAKE,
                Optional.of(network.newOnion(TestNetwork.account("V2"), 7)))));
    assertThat(set(network, 7, "V1", "V2")).containsExactly("V1", "V2");
  }

  @Test
  void lastValidatorThatLeavesStaysInTheSetAndCanBondAnew() {
    TestNetwork network = network("V1");
    network.closeUntil(2);
    network.close(
        network.item("V1", new Operation.Unbond(new Operation.StakeRole.Validator(), STAKE)));
    network.closeUntil(8);
    assertThat(set(network, 10, "V1")).containsExactly("V1");

    network.close(
        network.item(
            "V1",
            new Operation.Bond(
                new Operation.StakeRole.Validator(),
                2 * STAKE,
                Optional.of(network.newOnion(TestNetwork.account("V1"), 11)))));
    network.closeUntil(14);

    assertThat(entry(network, "V1").getStakeMicros()).isEqualTo(2 * STAKE);
    assertThat(entry(network, "V1").getLastLayerEpoch()).isEqualTo(14);
  }
}
