package org.datanet.protocol.genesis;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.datanet.protocol.consensus.ConsensusLimits;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.operation.FieldCheck;
import org.datanet.protocol.operation.ManifestRules;
import org.datanet.protocol.operation.OperationLimits;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.WireForms;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.GenesisValidator;
import org.datanet.protocol.wire.NetworkParameters;

/** Which genesis a network may start from. docs/protocol.md §1 and §5, {@code genesis.proto}. */
public final class GenesisRules {

  /** Every node reads all of them at once, at start. */
  private static final int ACCOUNTS_MAX = 100_000;

  /** Keeps the fee of the largest operation far from overflow. */
  private static final long BYTE_FEE_MICROS_MAX = 1_000_000_000;

  /** Between a tenth of a second, below which rounds outlast epochs, and a day. */
  private static final long MIN_EPOCH_MS_MIN = 100;

  private static final long MIN_EPOCH_MS_MAX = 24L * 60 * 60 * 1000;

  private GenesisRules() {}

  public static Optional<Refusal> check(Genesis genesis) {
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .name("network", genesis.getNetwork())
        .range("created_ms", genesis.getCreatedMs(), 0, Long.MAX_VALUE)
        .and(() -> check(genesis.getParameters()))
        .and(() -> accounts(genesis.getAccountsList()))
        .and(() -> validators(genesis.getValidatorsList(), genesis.getParameters()))
        .and(() -> supply(genesis))
        .refusal();
  }

  private static Optional<Refusal> check(NetworkParameters parameters) {
    int floor = parameters.getMinCuratorsFloor();
    return FieldCheck.refusingWith(Reason.PARAMETER_OUT_OF_BOUNDS)
        .range("op_fee_micros", parameters.getOpFeeMicros(), 0, ManifestRules.PARAMETER_MICROS_MAX)
        .range("byte_fee_micros", parameters.getByteFeeMicros(), 0, BYTE_FEE_MICROS_MAX)
        .range("min_epoch_ms", parameters.getMinEpochMs(), MIN_EPOCH_MS_MIN, MIN_EPOCH_MS_MAX)
        .range(
            "min_validator_stake_micros",
            parameters.getMinValidatorStakeMicros(),
            1,
            ManifestRules.PARAMETER_MICROS_MAX)
        .rangeUnsigned("validator_unbond_epochs", parameters.getValidatorUnbondEpochs(), 8, 4_096)
        .rangeUnsigned("min_curators_floor", floor, 3, 10_000)
        .and(() -> ManifestRules.check(ManifestCodec.fromWire(parameters.getDefaults())))
        .require(
            parameters.getDefaults().getMinCurators() >= floor,
            () -> "defaults.min_curators is below min_curators_floor")
        .refusal();
  }

  private static Optional<Refusal> accounts(List<GenesisAccount> accounts) {
    List<ByteString> ids = accounts.stream().map(GenesisAccount::getAccount).toList();
    FieldCheck check =
        FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
            .count("accounts", accounts.size(), 0, ACCOUNTS_MAX)
            .sortedHashes("accounts", ids);
    for (GenesisAccount account : accounts) {
      check.range(
          "balance_micros", account.getBalanceMicros(), 0, OperationLimits.AMOUNT_MICROS_MAX);
    }
    return check.refusal();
  }

  private static Optional<Refusal> validators(
      List<GenesisValidator> validators, NetworkParameters parameters) {
    List<ByteString> ids = validators.stream().map(GenesisValidator::getAccount).toList();
    FieldCheck check =
        FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
            .count("validators", validators.size(), 1, ConsensusLimits.VALIDATORS_MAX)
            .sortedHashes("validators", ids);
    for (GenesisValidator validator : validators) {
      check
          .range(
              "stake_micros",
              validator.getStakeMicros(),
              parameters.getMinValidatorStakeMicros(),
              OperationLimits.AMOUNT_MICROS_MAX)
          .and(() -> onion(validator.getBeacon()));
    }
    return check.refusal();
  }

  /** The sets of epochs 1 and 2 are the genesis validators, so their onions cover both. */
  private static Optional<Refusal> onion(BeaconCommitment beacon) {
    return WireForms.check(beacon)
        .or(
            () ->
                FieldCheck.refusingWith(Reason.BEACON_COMMITMENT_INVALID)
                    .range("beacon.first_epoch", beacon.getFirstEpoch(), 1, 1)
                    .require(beacon.getLayers() >= 2, () -> "beacon.layers covers two epochs")
                    .refusal());
  }

  private static Optional<Refusal> supply(Genesis genesis) {
    BigInteger supply = BigInteger.ZERO;
    for (GenesisAccount account : genesis.getAccountsList()) {
      supply = supply.add(BigInteger.valueOf(account.getBalanceMicros()));
    }
    for (GenesisValidator validator : genesis.getValidatorsList()) {
      supply = supply.add(BigInteger.valueOf(validator.getStakeMicros()));
    }
    String total = supply.toString();
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .require(
            supply.compareTo(BigInteger.valueOf(OperationLimits.AMOUNT_MICROS_MAX)) <= 0,
            () -> "balances and stakes stay below 2^62 in sum, not " + total)
        .refusal();
  }
}
