package org.datanet.protocol.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.ContentFeatures;
import org.datanet.protocol.wire.EpochBatch;

/** A batch that somebody proposed in this epoch: what of it is at hand, and what we found. */
final class Candidate {

  private final Bytes32 id;
  private final SignedProposal proposal;
  private final List<OperationId> operationIds = new ArrayList<>();
  private final TreeSet<OperationId> namedIds;
  private final TreeMap<OperationId, SignedOperation> fetched = new TreeMap<>();
  private Optional<List<SignedOperation>> complete = Optional.empty();
  private Optional<BatchJudge.Judgement> judgement = Optional.empty();
  private boolean validationWanted;
  private boolean openingsCommitted;
  private boolean differenceReported;

  Candidate(Bytes32 id, SignedProposal proposal) {
    this.id = id;
    this.proposal = proposal;
    Bytes ids = Bytes.wrap(proposal.batch().getOperationIds().toByteArray());
    for (int offset = 0; offset < ids.size(); offset += Bytes32.SIZE) {
      operationIds.add(new OperationId(Bytes32.wrap(ids, offset)));
    }
    namedIds = new TreeSet<>(operationIds);
  }

  Bytes32 id() {
    return id;
  }

  EpochBatch batch() {
    return proposal.batch();
  }

  /** The message that brought the batch. */
  SignedProposal proposal() {
    return proposal;
  }

  /** Operations that neither the pool nor a peer has given us yet. */
  List<OperationId> missingOperations(OperationPool pool) {
    if (complete.isPresent()) {
      return List.of();
    }
    return operationIds.stream()
        .filter(wanted -> !pool.contains(wanted) && !fetched.containsKey(wanted))
        .toList();
  }

  void add(SignedOperation operation) {
    fetched.put(operation.id(), operation);
  }

  boolean names(OperationId operation) {
    return namedIds.contains(operation);
  }

  /**
   * All operations in the batch's order; call only when none is missing. From the first call on
   * they are held here: what is judged can be committed, whatever leaves the pool meanwhile.
   */
  List<SignedOperation> operations(OperationPool pool) {
    List<SignedOperation> all =
        complete.orElseGet(
            () ->
                operationIds.stream()
                    .map(wanted -> pool.get(wanted).orElseGet(() -> fetchedOrBug(wanted)))
                    .toList());
    complete = Optional.of(all);
    return all;
  }

  private SignedOperation fetchedOrBug(OperationId wanted) {
    SignedOperation operation = fetched.get(wanted);
    if (operation == null) {
      throw new IllegalStateException("operation not at hand: " + wanted);
    }
    return operation;
  }

  /** Contents of openings whose features we do not know. */
  List<WantedContent> missingContents(
      OperationPool pool, TreeMap<WantedContent, ContentFeatures> features) {
    return operations(pool).stream()
        .flatMap(operation -> WantedContent.of(operation).stream())
        .filter(content -> !features.containsKey(content))
        .distinct()
        .toList();
  }

  Optional<BatchJudge.Judgement> judgement() {
    return judgement;
  }

  void judged(BatchJudge.Judgement found) {
    judgement = Optional.of(found);
  }

  /** What came out here, right or not; empty where the batch could not be executed. */
  Optional<Execution> execution() {
    return judgement.flatMap(
        found ->
            switch (found) {
              case BatchJudge.Judgement.Valid valid -> Optional.of(valid.execution());
              case BatchJudge.Judgement.Invalid invalid -> invalid.execution();
            });
  }

  boolean validationWanted() {
    return validationWanted;
  }

  void wantValidation() {
    validationWanted = true;
  }

  /** Whether the commitments of its openings were looked up and found. */
  boolean openingsCommitted() {
    return openingsCommitted;
  }

  void foundOpeningsCommitted() {
    openingsCommitted = true;
  }

  boolean differenceReported() {
    return differenceReported;
  }

  void reportedDifference() {
    differenceReported = true;
  }
}
