package org.datanet.node.runtime;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.epoch.Onions;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.replica.ReplicaConfig;
import org.datanet.protocol.wire.BeaconCommitment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's beacon layers: the onion that serves according to the ledger, made again from the
 * node's own key, so that a restart needs nothing else. Core thread only.
 */
final class BeaconOnions implements ReplicaConfig.BeaconLayers {

  private static final Logger log = LoggerFactory.getLogger(BeaconOnions.class);

  private final Ledger ledger;
  private final byte[] seed;
  private final AccountId account;
  private Optional<Peeled> last = Optional.empty();

  private record Peeled(BeaconCommitment commitment, HashOnion onion) {}

  BeaconOnions(Ledger ledger, byte[] seed) {
    this.ledger = ledger;
    this.seed = seed.clone();
    this.account = Keys.accountOf(seed);
  }

  @Override
  public Optional<Bytes32> layer(long epoch) {
    return ledger
        .get(org.datanet.protocol.ledger.Keys.validator(account))
        .map(validator -> Onions.serving(validator, epoch))
        .flatMap(
            onion ->
                Onions.covers(onion, epoch) ? peeled(onion, epoch) : Optional.of(Onions.NO_LAYER));
  }

  private Optional<Bytes32> peeled(BeaconCommitment commitment, long epoch) {
    return onion(commitment)
        .map(peeled -> peeled.onion.layer((int) (epoch - commitment.getFirstEpoch())));
  }

  private Optional<Peeled> onion(BeaconCommitment commitment) {
    if (last.isEmpty() || !last.get().commitment.equals(commitment)) {
      last =
          Optional.of(
              new Peeled(
                  commitment,
                  Keys.onion(seed, commitment.getFirstEpoch(), commitment.getLayers())));
    }
    boolean ours = last.get().onion.tip().equals(WireBytes.hash(commitment.getTip()));
    if (!ours) {
      log.error("the onion in the ledger was not made from this node's key: it cannot propose");
    }
    return ours ? last : Optional.empty();
  }
}
