package org.datanet.protocol.replica;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Equivocation;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.DecidedEpoch;

/** What a replica wants done. Effects are carried out one after the other, in the order given. */
public sealed interface Effect {

  /** What became of the input with this ticket. */
  record Answer(long ticket, Admission admission) implements Effect {}

  /** How a message was taken: the gossip verdict of a peer's, the reply to an own user's. */
  sealed interface Admission {
    record Accepted() implements Admission {}

    /** Nothing wrong with the sender: stale, known, or no room. */
    record Ignored(Refusal refusal) implements Admission {}

    /** Provably wrong. */
    record Rejected(Refusal refusal) implements Admission {}
  }

  /** Keep the operation over a restart. */
  record StoreOperation(SignedOperation operation) implements Effect {}

  record PublishOperation(SignedOperation operation) implements Effect {}

  /** The operations left the pool without being applied. */
  record DropOperations(List<Dropped> dropped) implements Effect {}

  record Dropped(OperationId id, Refusal refusal) {}

  /**
   * Own vote or proposal, or what an own precommit rests on, its proposal and prevotes: on disk,
   * synced, before what follows.
   */
  record StoreVote(long epoch, Bytes message) implements Effect {}

  record PublishConsensus(Bytes message) implements Effect {}

  record SetTimer(Timer timer, long delayMs) implements Effect {}

  /**
   * Contents that openings in the pool or in a proposal name and that have not been reported ready;
   * the ledger has the openings' commitments.
   */
  record FetchContent(List<WantedContent> contents, Optional<AccountId> preferred)
      implements Effect {}

  /**
   * No opening that waits names these any more: delete them, but for those of records. Some may not
   * be there, or still be on their way.
   */
  record ForgetContents(List<Cid> contents) implements Effect {}

  record FetchOperations(Bytes32 batchId, List<OperationId> ids, AccountId preferred)
      implements Effect {}

  record FetchTables(Bytes32 batchId, AccountId from) implements Effect {}

  /** Others' consensus messages of the epoch, as inputs, from whoever is connected. */
  record FetchRoundState(long epoch) implements Effect {}

  /** Others are ahead: fetch decided epochs from here on. */
  record CatchUp(long fromEpoch) implements Effect {}

  /** Peers may ask for the tables of this batch although it is not decided. */
  record OfferTables(Bytes32 batchId, AttributionTable attribution, RewardTable reward)
      implements Effect {}

  /** All of a decided epoch, in one atomic batch. Answered by {@link Input.Committed}. */
  record Commit(
      DecidedEpoch decided,
      Bytes32 batchId,
      List<SignedOperation> operations,
      EpochOutcome outcome,
      BucketDigest digest)
      implements Effect {}

  record KeepEvidence(Equivocation equivocation) implements Effect {}

  /** This node's tables differ from those of a batch: where first. */
  record ReportDifference(long epoch, TableDifference difference) implements Effect {}

  /**
   * This node's own result differs from a certified one, or it holds a batch that it cannot
   * execute: stop, with the input saved.
   */
  record Halt(long epoch, String what, Optional<DecidedEpoch> input) implements Effect {}
}
