package org.datanet.protocol.identity;

import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * An account: a 32-byte Ed25519 public key. Ordered by unsigned bytes; shown as {@code
 * did:key:z6Mk…} (multicodec {@code ed25519-pub} 0xed01, base58btc).
 */
public record AccountId(Bytes32 publicKey) implements Comparable<AccountId> {

  public AccountId {
    // One flat array: these are compared far more often than they are made.
    publicKey = Bytes32.wrap(publicKey.toArrayUnsafe());
  }

  /** The method, then multibase's letter for base58btc. */
  private static final String DID_PREFIX = "did:key:z";

  private static final Bytes ED25519_PUB = Bytes.of(0xed, 0x01);

  /** 34 bytes that start with 0xed take 47 digits, always. */
  private static final int DID_CHARS = DID_PREFIX.length() + 47;

  public static AccountId of(byte[] publicKey) {
    return new AccountId(Bytes32.wrap(publicKey.clone()));
  }

  public static AccountId of(Bytes publicKey) {
    return new AccountId(Bytes32.wrap(publicKey));
  }

  /**
   * Reads {@link #toDid()}'s form and no other; empty for any other text. That the key is a point
   * of the curve is not looked at: verification does that.
   */
  public static Optional<AccountId> parse(String did) {
    if (did.length() != DID_CHARS || !did.startsWith(DID_PREFIX)) {
      return Optional.empty();
    }
    return Base58.decode(did.substring(DID_PREFIX.length()))
        .filter(bytes -> bytes.size() == 34 && bytes.slice(0, 2).equals(ED25519_PUB))
        .map(bytes -> of(bytes.slice(2)));
  }

  /** {@code did:key:z6Mk…}, 56 characters; the W3C's did:key method. */
  public String toDid() {
    return DID_PREFIX + Base58.encode(Bytes.concatenate(ED25519_PUB, publicKey));
  }

  /** 32 bytes, a copy. */
  public byte[] toBytes() {
    return publicKey.toArray();
  }

  @Override
  public int compareTo(AccountId other) {
    return Arrays.compareUnsigned(publicKey.toArrayUnsafe(), other.publicKey.toArrayUnsafe());
  }

  @Override
  public String toString() {
    return toDid();
  }
}
