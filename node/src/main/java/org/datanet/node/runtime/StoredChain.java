package org.datanet.node.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.storage.NodeStore;
import org.datanet.node.sync.OperationVerifier;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.StateDigests;
import org.datanet.protocol.operation.DecodeResult;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.CertificateCodec;
import org.datanet.protocol.replica.Chain;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochCertificate;
import org.datanet.protocol.wire.Genesis;

/** From what the store holds to where the core goes on; an empty store gets its genesis first. */
final class StoredChain {

  private StoredChain() {}

  static Chain open(NodeStore store, Genesis genesis) throws IOException {
    if (store.epochs().lastEpoch().isEmpty()) {
      List<LedgerChanges.Change> changes = GenesisLedger.changes(genesis).changes();
      BucketDigest digest = BucketDigest.empty();
      StateDigests.apply(digest, changes);
      store.commitGenesis(genesis, changes, digest);
    }
    long lastEpoch = store.epochs().lastEpoch().orElseThrow();
    if (lastEpoch == 0) {
      return new Chain(
          store.ledgers().ledger(), store.ledgers().digest(), 0, Bytes32.ZERO, Optional.empty());
    }
    DecidedEpoch header =
        store
            .epochs()
            .header(lastEpoch)
            .orElseThrow(() -> new IOException("the store lacks its last epoch " + lastEpoch));
    EpochCertificate certificate = header.getCertificate();
    return new Chain(
        store.ledgers().ledger(),
        store.ledgers().digest(),
        lastEpoch,
        Bytes32.wrap(certificate.getBatchId().toByteArray()),
        Optional.of(CertificateCodec.ofChecked(certificate)));
  }

  /** Operations that waited when the node was stopped. */
  static List<SignedOperation> pending(NodeStore store, OperationVerifier verifier)
      throws IOException {
    List<SignedOperation> pending = new ArrayList<>();
    List<OperationId> broken = new ArrayList<>();
    store
        .operations()
        .forEachPending(
            (OperationId id, Bytes envelope) -> {
              switch (verifier.decode(envelope.toArray())) {
                case DecodeResult.Decoded decoded -> pending.add(decoded.operation());
                case DecodeResult.Rejected rejected -> broken.add(id);
              }
            });
    store.operations().remove(broken);
    return pending;
  }
}
