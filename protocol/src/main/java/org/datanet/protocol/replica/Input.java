package org.datanet.protocol.replica;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.SignedVote;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.ContentFeatures;
import org.datanet.protocol.wire.EpochBatch;

/**
 * What can happen to a replica. Whatever is signed was verified before it comes here. Tickets are
 * the caller's: an answer names the ticket of what it answers.
 */
public sealed interface Input {

  /** Once, before all but {@link VotesRecovered}: go on from what the store holds. */
  record Started() implements Input {}

  /** An operation from this node's own users, or from a peer. */
  record OperationArrived(long ticket, Origin origin, SignedOperation operation) implements Input {}

  enum Origin {
    OWN_USER,
    PEER
  }

  /** The content is in the store and is what an opening may name. */
  record ContentReady(WantedContent content, ContentFeatures features) implements Input {}

  /** The content can never be what the operations that name it say. */
  record ContentRefused(WantedContent content, Refusal refusal) implements Input {}

  /** A canonical proposal with a good signature. */
  record ProposalArrived(long ticket, SignedProposal proposal) implements Input {}

  /** A vote with a good signature. */
  record VoteArrived(long ticket, SignedVote vote) implements Input {}

  /** The answer to {@link Effect.FetchOperations}; those that nobody had are missing. */
  record OperationsArrived(Bytes32 batchId, List<SignedOperation> operations) implements Input {}

  /** The answer to {@link Effect.FetchTables}. */
  record TablesArrived(Bytes32 batchId, AttributionTable attribution, RewardTable reward)
      implements Input {}

  /** Epochs that others decided, in order, operations verified, certificates not yet. */
  record EpochsArrived(List<Decided> epochs) implements Input {
    public EpochsArrived {
      epochs = List.copyOf(epochs);
    }
  }

  /** {@code operations} in the batch's order. */
  record Decided(EpochBatch batch, Certificate certificate, List<SignedOperation> operations) {
    public Decided {
      operations = List.copyOf(operations);
    }
  }

  /** {@link Effect.Commit} of this epoch has been carried out: reads of the ledger see it. */
  record Committed(long epoch) implements Input {}

  record TimerElapsed(Timer timer) implements Input {}

  /**
   * Before {@link Started}: own votes and proposals of the epoch after the last, as {@link
   * Effect.StoreVote} gave them. Were an epoch decided first, they would be of the wrong one.
   */
  record VotesRecovered(List<Bytes> messages) implements Input {}
}
