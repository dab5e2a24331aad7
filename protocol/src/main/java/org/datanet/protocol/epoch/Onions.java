package org.datanet.protocol.epoch;

import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.ValidatorEntry;

/**
 * Which of a validator's two hash onions serves: the current one until the next one's first epoch,
 * from there on the next. docs/protocol.md §5.1.
 */
public final class Onions {

  /** What a proposer shows in place of a layer in an epoch that its onion does not reach. */
  public static final Bytes32 NO_LAYER = Bytes32.ZERO;

  private Onions() {}

  /**
   * @param epoch later than the one that the entry is of
   * @return without layers for an account that never committed to an onion
   */
  public static BeaconCommitment serving(ValidatorEntry validator, long epoch) {
    return validator.hasNextBeacon() && validator.getNextBeacon().getFirstEpoch() <= epoch
        ? validator.getNextBeacon()
        : validator.getBeacon();
  }

  /** Whether the onion has a layer for {@code epoch}. */
  public static boolean covers(BeaconCommitment onion, long epoch) {
    return epoch >= onion.getFirstEpoch() && epoch - onion.getFirstEpoch() < onion.getLayers();
  }

  /** Whether the onion's last epoch is past in {@code epoch}. */
  static boolean isExhausted(BeaconCommitment onion, long epoch) {
    return epoch >= onion.getFirstEpoch() && !covers(onion, epoch);
  }

  /**
   * The entry whose current onion is the one that serves in {@code epoch} and later. Layers of the
   * onion before cannot be followed from it, so the last one is forgotten with it.
   */
  static ValidatorEntry turnedTo(ValidatorEntry validator, long epoch) {
    BeaconCommitment serving = serving(validator, epoch);
    return serving.equals(validator.getBeacon())
        ? validator
        : validator.toBuilder()
            .setBeacon(serving)
            .clearNextBeacon()
            .clearLastLayer()
            .clearLastLayerEpoch()
            .build();
  }

  /**
   * The entry with an onion committed in {@code epoch}, which starts in {@code epoch + 2} or later.
   * The one that serves in {@code epoch + 1} is promised already: the set of that epoch counts on
   * it. One that was to serve later gives way.
   */
  static ValidatorEntry renewed(ValidatorEntry validator, long epoch, BeaconCommitment onion) {
    ValidatorEntry.Builder promised = turnedTo(validator, epoch + 1).toBuilder();
    return promised.hasBeacon()
        ? promised.setNextBeacon(onion).build()
        : promised.setBeacon(onion).build();
  }
}
