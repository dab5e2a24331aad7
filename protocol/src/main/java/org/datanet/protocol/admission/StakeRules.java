package org.datanet.protocol.admission;

import static org.datanet.protocol.admission.OperationRules.inDatanet;
import static org.datanet.protocol.admission.OperationRules.refused;

import java.util.Optional;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Operation.StakeRole;
import org.datanet.protocol.operation.OperationLimits;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.wire.CuratorEntry;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.NetworkParameters;
import org.datanet.protocol.wire.ValidatorEntry;

/** Stakes of curators and validators, and validators' hash onions. */
final class StakeRules {

  /** Validator changes decided in e hold from e + 2. docs/protocol.md §5.4.9. */
  private static final int VALIDATOR_DELAY_EPOCHS = 2;

  private StakeRules() {}

  static Optional<Refusal> bond(
      Ledger ledger,
      NetworkParameters parameters,
      long epoch,
      AccountId author,
      Operation.Bond operation) {
    return switch (operation.role()) {
      case StakeRole.Curator role ->
          inDatanet(
              ledger,
              role.datanet(),
              datanet ->
                  stakeRefusal(
                      curatorStakeMicros(ledger, role, author) + operation.amountMicros(),
                      curatorMinMicros(datanet)));
      case StakeRole.Validator role -> {
        long stakeMicros = validatorStakeMicros(ledger, author);
        yield onionRefusal(epoch, stakeMicros == 0, operation.beacon())
            .or(
                () ->
                    stakeRefusal(
                        stakeMicros + operation.amountMicros(),
                        parameters.getMinValidatorStakeMicros()));
      }
    };
  }

  private static Optional<Refusal> onionRefusal(
      long epoch, boolean firstBond, Optional<Operation.BeaconCommitment> beacon) {
    if (firstBond != beacon.isPresent()) {
      return refused(
          Reason.BEACON_COMMITMENT_INVALID,
          firstBond
              ? "a validator's first bond brings its hash onion"
              : "the stake has a hash onion; renew it with RenewBeacon");
    }
    return beacon.flatMap(b -> firstEpochRefusal(epoch, b));
  }

  /**
   * An onion that starts at once could be chosen after the beacon it is to influence is all but
   * known; one that starts in a year would sit idle.
   */
  private static Optional<Refusal> firstEpochRefusal(
      long epoch, Operation.BeaconCommitment beacon) {
    long first = epoch + VALIDATOR_DELAY_EPOCHS;
    long last = first + OperationLimits.EXPIRY_EPOCHS_MAX;
    return beacon.firstEpoch() >= first && beacon.firstEpoch() <= last
        ? Optional.empty()
        : refused(
            Reason.BEACON_COMMITMENT_INVALID,
            "it starts in epoch " + beacon.firstEpoch() + "; allowed are " + first + " … " + last);
  }

  static Optional<Refusal> unbond(
      Ledger ledger, NetworkParameters parameters, AccountId author, Operation.Unbond operation) {
    return switch (operation.role()) {
      case StakeRole.Curator role ->
          inDatanet(
              ledger,
              role.datanet(),
              datanet ->
                  leaveRefusal(
                      curatorStakeMicros(ledger, role, author),
                      operation.amountMicros(),
                      curatorMinMicros(datanet)));
      case StakeRole.Validator role ->
          leaveRefusal(
              validatorStakeMicros(ledger, author),
              operation.amountMicros(),
              parameters.getMinValidatorStakeMicros());
    };
  }

  static Optional<Refusal> renew(
      Ledger ledger, long epoch, AccountId author, Operation.RenewBeacon operation) {
    if (validatorStakeMicros(ledger, author) == 0) {
      return refused(Reason.NOT_BONDED, "the account is no validator");
    }
    return firstEpochRefusal(epoch, operation.beacon());
  }

  private static Optional<Refusal> leaveRefusal(
      long stakeMicros, long amountMicros, long minMicros) {
    if (stakeMicros < amountMicros) {
      return refused(
          Reason.NOT_BONDED,
          "the stake is " + Micros.text(stakeMicros) + ", not " + Micros.text(amountMicros));
    }
    return stakeMicros == amountMicros
        ? Optional.empty()
        : stakeRefusal(stakeMicros - amountMicros, minMicros);
  }

  private static Optional<Refusal> stakeRefusal(long stakeMicros, long minMicros) {
    return stakeMicros >= minMicros
        ? Optional.empty()
        : refused(
            Reason.STAKE_TOO_SMALL,
            "it would be " + Micros.text(stakeMicros) + ", the least is " + Micros.text(minMicros));
  }

  private static long curatorStakeMicros(Ledger ledger, StakeRole.Curator role, AccountId account) {
    return ledger
        .get(Keys.curator(role.datanet(), account))
        .map(CuratorEntry::getStakeMicros)
        .orElse(0L);
  }

  private static long curatorMinMicros(DatanetEntry datanet) {
    return datanet.getManifest().getParameters().getMinCuratorStakeMicros();
  }

  private static long validatorStakeMicros(Ledger ledger, AccountId account) {
    return ledger.get(Keys.validator(account)).map(ValidatorEntry::getStakeMicros).orElse(0L);
  }
}
