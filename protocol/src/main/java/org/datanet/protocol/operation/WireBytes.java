package org.datanet.protocol.operation;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;

/** Bytes between the wire's type and ours. */
public final class WireBytes {

  private WireBytes() {}

  public static ByteString toWire(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.toArray());
  }

  public static ByteString toWire(AccountId account) {
    return toWire(account.publicKey());
  }

  public static List<ByteString> toWire(List<Bytes32> hashes) {
    return hashes.stream().map(WireBytes::toWire).toList();
  }

  /**
   * @throws IllegalArgumentException unless there are 32 bytes: lengths are checked before
   */
  public static Bytes32 hash(ByteString bytes) {
    return Bytes32.wrap(bytes.toByteArray());
  }

  public static List<Bytes32> hashes(List<ByteString> bytes) {
    return bytes.stream().map(WireBytes::hash).toList();
  }

  public static AccountId account(ByteString bytes) {
    return new AccountId(hash(bytes));
  }
}
