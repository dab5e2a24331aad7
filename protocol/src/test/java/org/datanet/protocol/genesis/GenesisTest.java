package org.datanet.protocol.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.testing.Fixtures.genesis;

import java.util.function.Consumer;
import org.datanet.protocol.curation.Beacon;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.GenesisValidator;
import org.datanet.protocol.wire.NetworkEntry;
import org.datanet.protocol.wire.ValidatorSetEntry;
import org.junit.jupiter.api.Test;

class GenesisTest {

  @Test
  void holdsAllMoneyThereWillEverBe() {
    LedgerChanges changes = GenesisLedger.changes(genesis());

    long held = changes.changes().stream().mapToLong(LedgerChanges.Change::heldDeltaMicros).sum();
    NetworkEntry network = changes.get(Keys.network()).orElseThrow();
    assertThat(held).isEqualTo(network.getSupplyMicros()).isEqualTo(3_300_000_000L);
    assertThat(network.getEpoch()).isZero();
    assertThat(network.getBurnedMicros()).isZero();
  }

  @Test
  void bindsTheBeaconToTheNetwork() {
    Genesis genesis = genesis();

    assertThat(GenesisLedger.networkId(genesis))
        .isEqualTo(Hasher.of("genesis").addBytes(genesis.toByteArray()).digest());
    assertThat(GenesisLedger.changes(genesis).get(Keys.network()).orElseThrow().getBeacon())
        .isEqualTo(WireBytes.toWire(Beacon.genesis(GenesisLedger.networkId(genesis))));
  }

  @Test
  void genesisValidatorsDecideTheFirstTwoEpochs() {
    LedgerChanges changes = GenesisLedger.changes(genesis());

    ValidatorSetEntry first = changes.get(Keys.validatorSet(1)).orElseThrow();
    assertThat(first.getValidatorsList())
        .extracting(validator -> validator.getWeightMicros())
        .containsExactly(100_000_000L, 100_000_000L, 100_000_000L);
    assertThat(changes.get(Keys.validatorSet(2))).contains(first);
    assertThat(changes.get(Keys.validatorSet(3))).isEmpty();
  }

  @Test
  void acceptsTheFixture() {
    assertThat(GenesisRules.check(genesis())).isEmpty();
  }

  @Test
  void refusesNamesOrdersAndAmountsOutOfBounds() {
    Genesis.Builder two = genesis().toBuilder();
    GenesisAccount first = two.getAccounts(0);

    assertRefused(Reason.FIELD_OUT_OF_RANGE, g -> g.setNetwork("Test Net"));
    assertRefused(Reason.FIELD_OUT_OF_RANGE, g -> g.setCreatedMs(-1));
    assertRefused(Reason.FIELD_OUT_OF_RANGE, g -> g.addAccounts(first));
    assertRefused(
        Reason.FIELD_OUT_OF_RANGE,
        g -> g.setAccounts(0, first.toBuilder().setBalanceMicros(1L << 62)));
    assertRefused(
        Reason.FIELD_OUT_OF_RANGE,
        g -> g.setAccounts(0, first.toBuilder().setBalanceMicros((1L << 62) - 1)));
    assertRefused(Reason.FIELD_OUT_OF_RANGE, Genesis.Builder::clearValidators);
    assertRefused(
        Reason.FIELD_OUT_OF_RANGE, g -> g.getValidatorsBuilder(0).setStakeMicros(99_999_999));
  }

  @Test
  void refusesOnionsThatDoNotCoverTheFirstTwoEpochs() {
    assertRefused(
        Reason.BEACON_COMMITMENT_INVALID,
        g -> g.getValidatorsBuilder(0).getBeaconBuilder().setFirstEpoch(2));
    assertRefused(
        Reason.BEACON_COMMITMENT_INVALID,
        g -> g.getValidatorsBuilder(0).getBeaconBuilder().setLayers(1));
    assertRefused(
        Reason.BEACON_COMMITMENT_INVALID,
        g -> g.setValidators(1, GenesisValidator.newBuilder(g.getValidators(1)).clearBeacon()));
  }

  @Test
  void refusesParametersOutOfBounds() {
    assertRefused(Reason.PARAMETER_OUT_OF_BOUNDS, g -> g.getParametersBuilder().setMinEpochMs(99));
    assertRefused(Reason.PARAMETER_OUT_OF_BOUNDS, g -> g.getParametersBuilder().setOpFeeMicros(-1));
    assertRefused(
        Reason.PARAMETER_OUT_OF_BOUNDS, g -> g.getParametersBuilder().setMinCuratorsFloor(4));
    assertRefused(
        Reason.PARAMETER_OUT_OF_BOUNDS,
        g -> g.getParametersBuilder().getDefaultsBuilder().setBurnBps(199));
  }

  private static void assertRefused(Reason reason, Consumer<Genesis.Builder> change) {
    Genesis.Builder genesis = genesis().toBuilder();
    change.accept(genesis);
    assertThat(GenesisRules.check(genesis.build()).map(Refusal::reason)).contains(reason);
  }
}
