package org.datanet.protocol.ledger;

import com.google.protobuf.MessageLite;
import java.util.Optional;
import org.datanet.protocol.hashing.BucketDigest;

/** Carries the changes of an epoch over to the state digest. docs/protocol.md §4. */
public final class StateDigests {

  private StateDigests() {}

  /**
   * Changes {@code digest} in place; to try an epoch, hand in a {@link BucketDigest#fork()}. That
   * the entries before the change are in the digest is the caller's to know.
   */
  public static void apply(BucketDigest digest, Iterable<LedgerChanges.Change> changes) {
    for (LedgerChanges.Change change : changes) {
      byte[] key = change.key().bytes().toArrayUnsafe();
      Optional<byte[]> before = change.before().map(MessageLite::toByteArray);
      Optional<byte[]> after = change.after().map(MessageLite::toByteArray);
      if (before.isEmpty()) {
        after.ifPresent(value -> digest.insert(key, value));
      } else if (after.isEmpty()) {
        digest.remove(key, before.get());
      } else {
        digest.replace(key, before.get(), after.get());
      }
    }
  }
}
