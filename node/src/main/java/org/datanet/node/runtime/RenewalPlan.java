package org.datanet.node.runtime;

import java.util.Optional;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.ValidatorEntry;

/**
 * The next onion of a validator whose own runs out.
 *
 * @param firstEpoch where its layers begin: at the end of the current one, if there is time
 * @param layers as many as the current one has
 */
record RenewalPlan(long firstEpoch, int layers) {

  /** A tenth of the onion, but no fewer epochs than this: half an hour at two seconds. */
  private static final int LEFT_MIN = 1_000;

  /** An onion starts at the earliest two epochs after the one that holds its renewal. */
  private static final int DELAY_EPOCHS = 2;

  /** In so many epochs the renewal should come into one; at most 64 are allowed. */
  private static final int ATTEMPT_EPOCHS_MIN = 4;

  private static final int ATTEMPT_EPOCHS_MAX = 32;

  /** Empty while the ledger has a next onion, or enough layers are left. */
  static Optional<RenewalPlan> of(ValidatorEntry validator, long nextEpoch) {
    int layers = validator.getBeacon().getLayers();
    long end = end(validator);
    if (validator.hasNextBeacon()
        || end - nextEpoch > Math.max(layers / 10, Math.min(LEFT_MIN, layers / 2))) {
      return Optional.empty();
    }
    long soonest = nextEpoch + ATTEMPT_EPOCHS_MIN + DELAY_EPOCHS;
    long latest = nextEpoch + ATTEMPT_EPOCHS_MAX + DELAY_EPOCHS;
    return Optional.of(new RenewalPlan(Math.clamp(end, soonest, latest), layers));
  }

  /** The first epoch after those that the validator's onions reach. */
  static long end(ValidatorEntry validator) {
    BeaconCommitment last =
        validator.hasNextBeacon() ? validator.getNextBeacon() : validator.getBeacon();
    return last.getFirstEpoch() + last.getLayers();
  }

  /** The last epoch that may hold the renewal. */
  long expiresEpoch() {
    return firstEpoch - DELAY_EPOCHS;
  }
}
