package org.datanet.protocol.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.LedgerTable;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.ledger.StateDigests;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.Genesis;

/** What a node keeps over a crash. Every write is whole or not there. */
final class SimulatedDisk {

  private final MemoryLedger ledger = new MemoryLedger();
  private final TreeMap<Long, DecidedEpoch> epochs = new TreeMap<>();
  private final TreeMap<Long, List<Bytes>> votes = new TreeMap<>();
  private final TreeMap<OperationId, SignedOperation> decided = new TreeMap<>();
  private final Map<OperationId, SignedOperation> pending = new LinkedHashMap<>();
  private final TreeMap<Cid, Bytes> contents = new TreeMap<>();
  private BucketDigest digest = BucketDigest.empty();

  SimulatedDisk(Genesis genesis) {
    List<LedgerChanges.Change> changes = GenesisLedger.changes(genesis).changes();
    StateDigests.apply(digest, changes);
    ledger.apply(changes);
  }

  MemoryLedger ledger() {
    return ledger;
  }

  long lastEpoch() {
    return epochs.isEmpty() ? 0 : epochs.lastKey();
  }

  Bytes32 stateDigest() {
    return digest.root();
  }

  /** Where a replica goes on from. */
  Chain chain() {
    if (epochs.isEmpty()) {
      return new Chain(ledger, digest.fork(), 0, Bytes32.ZERO, Optional.empty());
    }
    DecidedEpoch last = epochs.lastEntry().getValue();
    return new Chain(
        ledger,
        digest.fork(),
        lastEpoch(),
        BatchCodec.id(last.getBatch()),
        Optional.of(CertificateCodec.ofChecked(last.getCertificate())));
  }

  void commit(Effect.Commit commit) {
    ledger.apply(commit.outcome().changes().changes());
    digest = commit.digest().fork();
    epochs.put(commit.decided().getBatch().getEpoch(), commit.decided());
    for (SignedOperation operation : commit.operations()) {
      pending.remove(operation.id());
      decided.put(operation.id(), operation);
    }
    votes.headMap(lastEpoch()).clear();
  }

  List<DecidedEpoch> epochs(long from, int epochsMax) {
    return epochs.tailMap(from).values().stream().limit(epochsMax).toList();
  }

  Optional<SignedOperation> decided(OperationId id) {
    return Optional.ofNullable(decided.get(id));
  }

  void vote(long epoch, Bytes message) {
    votes.computeIfAbsent(epoch, e -> new ArrayList<>()).add(message);
  }

  List<Bytes> votes(long epoch) {
    return List.copyOf(votes.getOrDefault(epoch, List.of()));
  }

  void keep(SignedOperation operation) {
    pending.put(operation.id(), operation);
  }

  void forget(OperationId id) {
    pending.remove(id);
  }

  List<SignedOperation> pending() {
    return List.copyOf(pending.values());
  }

  boolean isPending(OperationId id) {
    return pending.containsKey(id);
  }

  void keep(Cid cid, Bytes content) {
    contents.put(cid, content);
  }

  void forgetUnlessRecorded(Cid cid) {
    boolean[] recorded = {false};
    ledger.scan(
        LedgerTable.RECORDS.prefix(),
        (key, record) -> recorded[0] |= record.getCid().equals(WireBytes.toWire(cid.toBytes())));
    if (!recorded[0]) {
      contents.remove(cid);
    }
  }

  Optional<Bytes> content(Cid cid) {
    return Optional.ofNullable(contents.get(cid));
  }
}
