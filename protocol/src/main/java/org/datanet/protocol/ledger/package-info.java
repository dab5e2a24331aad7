/**
 * The ledger: typed keys, read access, and the write set of an epoch. Values are the messages of
 * {@code ledger.proto}; where they are stored is another module's matter, and no rule of the
 * economy lives here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.ledger;
