package org.datanet.protocol.ledger;

import com.google.protobuf.MessageLite;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The agreed state after an epoch, to be read. Key order is the unsigned order of the keys' bytes.
 */
public interface Ledger {

  <T extends MessageLite> Optional<T> get(LedgerKey<T> key);

  /**
   * Visits the entries whose keys start with the prefix, in key order. The ledger must not change
   * meanwhile.
   */
  <T extends MessageLite> void scan(LedgerPrefix<T> prefix, BiConsumer<LedgerKey<T>, T> visitor);
}
