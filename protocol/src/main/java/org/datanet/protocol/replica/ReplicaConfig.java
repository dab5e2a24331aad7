package org.datanet.protocol.replica;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Timeouts;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.wire.NetworkParameters;

/**
 * What a replica is told once.
 *
 * @param signer this node's key; it votes where the key is a validator's
 * @param onion this node's beacon layers
 * @param fault what this node makes of its own outcomes; the identity but on test networks
 */
public record ReplicaConfig(
    Bytes32 networkId,
    NetworkParameters parameters,
    Timeouts timeouts,
    Signer signer,
    SignatureVerifier verifier,
    BeaconLayers onion,
    UnaryOperator<EpochOutcome> fault) {

  /** This node's hash onion. */
  @FunctionalInterface
  public interface BeaconLayers {

    /**
     * The layer of the epoch; {@link org.datanet.protocol.epoch.Onions#NO_LAYER} where the onion
     * does not reach, empty for who cannot propose.
     */
    Optional<Bytes32> layer(long epoch);
  }
}
