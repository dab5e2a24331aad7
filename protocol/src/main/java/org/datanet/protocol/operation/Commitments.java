package org.datanet.protocol.operation;

import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;

/** What a contribution commits to before it shows its content. docs/protocol.md §3. */
public final class Commitments {

  private Commitments() {}

  /** Binds the account, so that a commitment that was overheard opens for nobody else. */
  public static Bytes32 contribution(
      Bytes32 networkId, Bytes32 datanet, Cid cid, Bytes32 salt, AccountId account) {
    return Hasher.of("contribution")
        .add(networkId)
        .add(datanet)
        .add(cid.digest())
        .add(salt)
        .add(account.publicKey())
        .digest();
  }

  /** The record's id: fixed by the commitment, so it cannot be chosen after a beacon is known. */
  public static Bytes32 recordId(Bytes32 networkId, Bytes32 datanet, Bytes32 commitment) {
    return Hasher.of("record").add(networkId).add(datanet).add(commitment).digest();
  }
}
