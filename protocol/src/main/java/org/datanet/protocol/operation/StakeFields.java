package org.datanet.protocol.operation;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.operation.Operation.StakeRole;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.Bond;
import org.datanet.protocol.wire.RenewBeacon;
import org.datanet.protocol.wire.Role;
import org.datanet.protocol.wire.Unbond;

/** Fields of stakes and hash onions: bounds, and the way to and from the wire. */
final class StakeFields {

  private StakeFields() {}

  static Optional<Refusal> check(Bond wire) {
    FieldCheck check =
        FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
            .and(() -> role(wire.getRole(), wire.getDatanet()))
            .range("amount_micros", wire.getAmountMicros(), 1, OperationLimits.AMOUNT_MICROS_MAX);
    if (wire.hasBeacon()) {
      check
          .require(
              wire.getRole() == Role.VALIDATOR,
              Reason.BEACON_COMMITMENT_INVALID,
              () -> "a curator has no hash onion")
          .and(() -> check(wire.getBeacon()));
    }
    return check.refusal();
  }

  static Optional<Refusal> check(Unbond wire) {
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .and(() -> role(wire.getRole(), wire.getDatanet()))
        .range("amount_micros", wire.getAmountMicros(), 1, OperationLimits.AMOUNT_MICROS_MAX)
        .refusal();
  }

  static Optional<Refusal> check(RenewBeacon wire) {
    return check(wire.getBeacon());
  }

  static Optional<Refusal> check(BeaconCommitment wire) {
    return FieldCheck.refusingWith(Reason.BEACON_COMMITMENT_INVALID)
        .hash("beacon.tip", wire.getTip())
        .range("beacon.first_epoch", wire.getFirstEpoch(), 1, Long.MAX_VALUE)
        .rangeUnsigned("beacon.layers", wire.getLayers(), 1, HashOnion.LAYERS_MAX)
        .refusal();
  }

  private static Optional<Refusal> role(Role role, ByteString datanet) {
    FieldCheck check = FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE);
    return switch (role) {
      case CURATOR -> check.hash("datanet", datanet).refusal();
      case VALIDATOR -> check.size("datanet", datanet, 0).refusal();
      case ROLE_UNSPECIFIED, UNRECOGNIZED ->
          check.require(false, () -> "role is neither curator nor validator").refusal();
    };
  }

  static Operation read(Bond wire) {
    return new Operation.Bond(
        readRole(wire.getRole(), wire.getDatanet()),
        wire.getAmountMicros(),
        wire.hasBeacon() ? Optional.of(read(wire.getBeacon())) : Optional.empty());
  }

  static Operation read(Unbond wire) {
    return new Operation.Unbond(
        readRole(wire.getRole(), wire.getDatanet()), wire.getAmountMicros());
  }

  static Operation read(RenewBeacon wire) {
    return new Operation.RenewBeacon(read(wire.getBeacon()));
  }

  static Operation.BeaconCommitment read(BeaconCommitment wire) {
    return new Operation.BeaconCommitment(
        WireBytes.hash(wire.getTip()), wire.getFirstEpoch(), wire.getLayers());
  }

  private static StakeRole readRole(Role role, ByteString datanet) {
    return switch (role) {
      case CURATOR -> new StakeRole.Curator(WireBytes.hash(datanet));
      case VALIDATOR -> new StakeRole.Validator();
      case ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("neither curator nor validator: " + role);
    };
  }

  static Bond write(Operation.Bond operation) {
    Bond.Builder wire =
        Bond.newBuilder()
            .setRole(writeRole(operation.role()))
            .setDatanet(writeDatanet(operation.role()))
            .setAmountMicros(operation.amountMicros());
    operation.beacon().ifPresent(beacon -> wire.setBeacon(write(beacon)));
    return wire.build();
  }

  static Unbond write(Operation.Unbond operation) {
    return Unbond.newBuilder()
        .setRole(writeRole(operation.role()))
        .setDatanet(writeDatanet(operation.role()))
        .setAmountMicros(operation.amountMicros())
        .build();
  }

  static RenewBeacon write(Operation.RenewBeacon operation) {
    return RenewBeacon.newBuilder().setBeacon(write(operation.beacon())).build();
  }

  static BeaconCommitment write(Operation.BeaconCommitment beacon) {
    return BeaconCommitment.newBuilder()
        .setTip(WireBytes.toWire(beacon.tip()))
        .setFirstEpoch(beacon.firstEpoch())
        .setLayers(beacon.layers())
        .build();
  }

  private static Role writeRole(StakeRole role) {
    return switch (role) {
      case StakeRole.Curator curator -> Role.CURATOR;
      case StakeRole.Validator validator -> Role.VALIDATOR;
    };
  }

  private static ByteString writeDatanet(StakeRole role) {
    return switch (role) {
      case StakeRole.Curator curator -> WireBytes.toWire(curator.datanet());
      case StakeRole.Validator validator -> ByteString.EMPTY;
    };
  }
}
