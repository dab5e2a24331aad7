/**
 * What the ledger has to say about an operation: one set of rules, read by the pool before it takes
 * an operation and by the epoch before it applies one. Nothing here changes a ledger.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.admission;
