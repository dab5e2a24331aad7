/**
 * The first state of a network: which genesis is valid, its id, and the ledger it lays down. Where
 * a genesis comes from is another module's matter.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.genesis;
