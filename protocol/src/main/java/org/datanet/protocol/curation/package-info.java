/**
 * Who judges a record and how well: beacon, sortition, ballots, scores, weights, gates. Integers
 * in, integers out; the ledger that they are read from and written to is not known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.curation;
