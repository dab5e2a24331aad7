package org.datanet.protocol.curation;

import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.Domain;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;

/**
 * What a curator publishes before the votes: it binds everything that could make a ballot good
 * elsewhere, so that it can neither be replayed nor copied. docs/protocol.md §3.
 */
public final class VoteCommitment {

  private static final Domain BALLOT = Domain.of("ballot");

  private VoteCommitment() {}

  /**
   * H("ballot" ‖ network ‖ datanet ‖ seed epoch ‖ curator ‖ count ‖ (record ‖ vote)… ‖ salt); the
   * epoch takes 8 bytes, the count 4, a vote one.
   *
   * @param records in ascending order, unique
   * @param votes one for each record
   * @throws IllegalArgumentException for another order or number: admission has checked both
   */
  public static Bytes32 of(
      Bytes32 networkId,
      Bytes32 datanet,
      long seedEpoch,
      AccountId curator,
      List<Bytes32> records,
      List<Vote> votes,
      Bytes32 salt) {
    if (records.size() != votes.size()) {
      throw new IllegalArgumentException(votes.size() + " votes on " + records.size() + " records");
    }
    Hasher hasher =
        Hasher.of(BALLOT)
            .add(networkId)
            .add(datanet)
            .addLong(seedEpoch)
            .add(curator.publicKey())
            .addInt(records.size());
    for (int i = 0; i < records.size(); i++) {
      if (i > 0 && records.get(i - 1).compareTo(records.get(i)) >= 0) {
        throw new IllegalArgumentException(records.get(i) + " is out of order on the ballot");
      }
      hasher.add(records.get(i)).addByte(votes.get(i).code());
    }
    return hasher.add(salt).digest();
  }
}
