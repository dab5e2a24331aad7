package org.datanet.protocol.epoch;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.ConsensusLimits;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.ValidatorEntry;
import org.datanet.protocol.wire.ValidatorSetEntry;
import org.datanet.protocol.wire.ValidatorWeight;

/** Who decides epoch e + 2, and who revealed what in e. docs/protocol.md §5.4.9. */
final class ValidatorRotation {

  private static final Comparator<ValidatorWeight> IN_ACCOUNT_ORDER =
      Comparator.comparing(
          ValidatorWeight::getAccount, ByteString.unsignedLexicographicalComparator());

  private ValidatorRotation() {}

  /** Remembers the proposer's layer, so that its next one takes fewer hashes to check. */
  static void recordLayer(EpochContext context) {
    LedgerKey<ValidatorEntry> key = Keys.validator(context.inputs().proposer());
    context
        .changes()
        .put(
            key,
            context.require(key).toBuilder()
                .setLastLayer(WireBytes.toWire(context.inputs().beaconLayer()))
                .setLastLayerEpoch(context.epoch())
                .build());
  }

  /** Stakes at the close weigh from e + 2 on: e + 1 is being decided while e closes. */
  static void run(EpochContext context) {
    long decides = context.epoch() + 2;
    long minimumMicros = Math.max(1, context.inputs().parameters().getMinValidatorStakeMicros());
    List<ValidatorWeight> eligible = new ArrayList<>();
    context
        .changes()
        .scan(
            Keys.validators(),
            (key, validator) -> {
              if (validator.getStakeMicros() >= minimumMicros
                  && covers(validator.getBeacon(), decides)) {
                AccountId account = AccountId.of(key.part(0, Bytes32.SIZE));
                eligible.add(
                    ValidatorWeight.newBuilder()
                        .setAccount(WireBytes.toWire(account))
                        .setWeightMicros(validator.getStakeMicros())
                        .build());
              }
            });
    ValidatorSetEntry next =
        eligible.isEmpty()
            ? context.require(Keys.validatorSet(context.epoch() + 1))
            : ValidatorSetEntry.newBuilder().addAllValidators(largest(eligible)).build();
    context.changes().put(Keys.validatorSet(decides), next);
    // The next epoch pays the signers of this one; who signed before that is asked no more.
    context.changes().delete(Keys.validatorSet(context.epoch() - 2));
  }

  /** The largest stakes where there are more than consensus can carry; in account order. */
  private static List<ValidatorWeight> largest(List<ValidatorWeight> eligible) {
    return eligible.stream()
        .sorted(
            Comparator.comparing(ValidatorWeight::getWeightMicros)
                .reversed()
                .thenComparing(IN_ACCOUNT_ORDER))
        .limit(ConsensusLimits.VALIDATORS_MAX)
        .sorted(IN_ACCOUNT_ORDER)
        .toList();
  }

  /** Whether the onion has a layer for {@code epoch}. */
  static boolean covers(BeaconCommitment onion, long epoch) {
    return epoch >= onion.getFirstEpoch() && epoch - onion.getFirstEpoch() < onion.getLayers();
  }
}
