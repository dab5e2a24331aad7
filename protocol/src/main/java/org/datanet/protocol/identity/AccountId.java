package org.datanet.protocol.identity;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * An account: a 32-byte Ed25519 public key. Ordered by unsigned bytes; shown as {@code
 * did:key:z6Mk…} (multicodec {@code ed25519-pub} 0xed01, base58btc).
 */
public record AccountId(Bytes32 publicKey) implements Comparable<AccountId> {

  public static AccountId of(byte[] publicKey) {
    return new AccountId(Bytes32.wrap(publicKey.clone()));
  }

  public static AccountId of(Bytes publicKey) {
    return new AccountId(Bytes32.wrap(publicKey));
  }

  /** 32 bytes, a copy. */
  public byte[] toBytes() {
    return publicKey.toArray();
  }

  @Override
  public int compareTo(AccountId other) {
    return publicKey.compareTo(other.publicKey);
  }
}
