package org.datanet.node;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.consensus.Timeouts;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.ledger.StateDigests;
import org.datanet.protocol.replica.Chain;
import org.datanet.protocol.replica.Replica;
import org.datanet.protocol.replica.ReplicaConfig;
import org.datanet.protocol.wire.Genesis;

/**
 * A replica that is no validator, at the beginning of its network.
 *
 * @param ledger where its commits are to go
 */
public record FollowingReplica(MemoryLedger ledger, Replica replica) {

  public static FollowingReplica of(Genesis genesis) {
    List<LedgerChanges.Change> changes = GenesisLedger.changes(genesis).changes();
    MemoryLedger ledger = new MemoryLedger();
    ledger.apply(changes);
    BucketDigest digest = BucketDigest.empty();
    StateDigests.apply(digest, changes);
    ReplicaConfig config =
        new ReplicaConfig(
            GenesisLedger.networkId(genesis),
            genesis.getParameters(),
            Timeouts.STANDARD,
            Keys.signer(new byte[Keys.SEED_BYTES]),
            Ed25519Providers.choose().verifier(),
            epoch -> Optional.empty(),
            outcome -> outcome);
    Chain chain = new Chain(ledger, digest, 0, Bytes32.ZERO, Optional.empty());
    return new FollowingReplica(ledger, new Replica(config, chain, List.of()));
  }
}
