package org.datanet.testnet.demo;

import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.curation.VoteCommitment;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Operation;

/**
 * A curator's votes on the seats of one seed epoch. The salt follows from the curator's secret and
 * the records, so a curator that restarts makes the very same ballot again and can reveal it.
 *
 * @param records ascending, one vote each
 */
public record Ballot(
    Bytes32 datanet, long seedEpoch, List<Bytes32> records, List<Vote> votes, Bytes32 salt) {

  public Ballot {
    records = List.copyOf(records);
    votes = List.copyOf(votes);
  }

  public static Ballot of(
      Bytes32 secret, Bytes32 datanet, long seedEpoch, List<Bytes32> records, List<Vote> votes) {
    Hasher salt = Hasher.of("ballot-salt").add(secret).add(datanet).addLong(seedEpoch);
    records.forEach(salt::add);
    return new Ballot(datanet, seedEpoch, records, votes, salt.digest());
  }

  public Bytes32 commitment(Bytes32 networkId, AccountId curator) {
    return VoteCommitment.of(networkId, datanet, seedEpoch, curator, records, votes, salt);
  }

  public Operation.CommitBallot commit(Bytes32 networkId, AccountId curator) {
    return new Operation.CommitBallot(datanet, seedEpoch, commitment(networkId, curator), records);
  }

  public Operation.RevealBallot reveal(Bytes32 commitment) {
    return new Operation.RevealBallot(datanet, commitment, votes, salt);
  }
}
