package org.datanet.cli.curate;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.operation.Operation;

/**
 * Votes of one account on records whose panels were drawn in one epoch, with the salt without which
 * they can never be revealed and the deposits are lost. Written before anything is sent.
 *
 * @param networkId 64 hex digits, as {@code datanet}, {@code commitment}, {@code salt} and each
 *     {@code record}
 * @param account DID that signs
 * @param commitUntilEpoch the last epoch that takes the ballot
 * @param revealUntilEpoch the last epoch that takes the reveal
 * @param commitEnvelope base64 of the signed commitment
 * @param state what is known of it
 */
record Ballot(
    int version,
    String networkId,
    String datanet,
    String datanetName,
    String account,
    long seedEpoch,
    long commitUntilEpoch,
    long revealUntilEpoch,
    List<CastVote> votes,
    String salt,
    String commitment,
    String commitEnvelope,
    State state) {

  static final int VERSION = 1;

  enum State {
    /** Written, perhaps sent. */
    WRITTEN,
    COMMITTED,
    REVEALED,
    /** Not committed in time; nothing was deposited. */
    LAPSED,
    /** Committed and not revealed in time; the deposits are lost. */
    MISSED;

    boolean isFinal() {
      return switch (this) {
        case WRITTEN, COMMITTED -> false;
        case REVEALED, LAPSED, MISSED -> true;
      };
    }
  }

  /** A vote on a record, 64 hex digits. */
  record CastVote(String record, Vote vote) {}

  Ballot {
    votes = List.copyOf(votes);
  }

  Bytes32 datanetId() {
    return Bytes32.fromHexString(datanet);
  }

  List<Bytes32> records() {
    List<Bytes32> records = new ArrayList<>();
    votes.forEach(cast -> records.add(Bytes32.fromHexString(cast.record())));
    return records;
  }

  Operation.CommitBallot commit() {
    return new Operation.CommitBallot(
        datanetId(), seedEpoch, Bytes32.fromHexString(commitment), records());
  }

  Operation.RevealBallot reveal() {
    return new Operation.RevealBallot(
        datanetId(),
        Bytes32.fromHexString(commitment),
        votes.stream().map(CastVote::vote).toList(),
        Bytes32.fromHexString(salt));
  }

  byte[] envelope() {
    return Base64.getDecoder().decode(commitEnvelope);
  }

  Ballot withEnvelope(byte[] envelope) {
    return with(Base64.getEncoder().encodeToString(envelope), state);
  }

  Ballot as(State now) {
    return with(commitEnvelope, now);
  }

  private Ballot with(String envelope, State now) {
    return new Ballot(
        version,
        networkId,
        datanet,
        datanetName,
        account,
        seedEpoch,
        commitUntilEpoch,
        revealUntilEpoch,
        votes,
        salt,
        commitment,
        envelope,
        now);
  }
}
