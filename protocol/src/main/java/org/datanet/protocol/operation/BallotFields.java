package org.datanet.protocol.operation;

import java.util.List;
import java.util.Optional;
import org.datanet.protocol.wire.CommitBallot;
import org.datanet.protocol.wire.RevealBallot;
import org.datanet.protocol.wire.Vote;

/** Fields of ballots: bounds, and the way to and from the wire. */
final class BallotFields {

  private BallotFields() {}

  static Optional<Refusal> check(CommitBallot wire) {
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .hash("datanet", wire.getDatanet())
        .range("seed_epoch", wire.getSeedEpoch(), 0, Long.MAX_VALUE)
        .hash("commitment", wire.getCommitment())
        .count("records", wire.getRecordsCount(), 1, OperationLimits.BALLOT_RECORDS_MAX)
        .sortedHashes("records", wire.getRecordsList())
        .refusal();
  }

  static Operation read(CommitBallot wire) {
    return new Operation.CommitBallot(
        WireBytes.hash(wire.getDatanet()),
        wire.getSeedEpoch(),
        WireBytes.hash(wire.getCommitment()),
        WireBytes.hashes(wire.getRecordsList()));
  }

  static CommitBallot write(Operation.CommitBallot operation) {
    return CommitBallot.newBuilder()
        .setDatanet(WireBytes.toWire(operation.datanet()))
        .setSeedEpoch(operation.seedEpoch())
        .setCommitment(WireBytes.toWire(operation.commitment()))
        .addAllRecords(WireBytes.toWire(operation.records()))
        .build();
  }

  static Optional<Refusal> check(RevealBallot wire) {
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .hash("datanet", wire.getDatanet())
        .hash("commitment", wire.getCommitment())
        .count("votes", wire.getVotesCount(), 1, OperationLimits.BALLOT_RECORDS_MAX)
        .require(
            wire.getVotesValueList().stream().allMatch(BallotFields::isVote),
            () -> "votes holds a code that no vote has")
        .hash("salt", wire.getSalt())
        .refusal();
  }

  private static boolean isVote(int code) {
    Vote vote = Vote.forNumber(code);
    return vote != null && vote != Vote.VOTE_UNSPECIFIED;
  }

  static Operation read(RevealBallot wire) {
    List<org.datanet.protocol.curation.Vote> votes =
        wire.getVotesValueList().stream().map(org.datanet.protocol.curation.Vote::ofCode).toList();
    return new Operation.RevealBallot(
        WireBytes.hash(wire.getDatanet()),
        WireBytes.hash(wire.getCommitment()),
        votes,
        WireBytes.hash(wire.getSalt()));
  }

  static RevealBallot write(Operation.RevealBallot operation) {
    return RevealBallot.newBuilder()
        .setDatanet(WireBytes.toWire(operation.datanet()))
        .setCommitment(WireBytes.toWire(operation.commitment()))
        .addAllVotesValue(operation.votes().stream().map(vote -> (int) vote.code()).toList())
        .setSalt(WireBytes.toWire(operation.salt()))
        .build();
  }
}
