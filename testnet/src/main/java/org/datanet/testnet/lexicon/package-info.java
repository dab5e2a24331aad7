/**
 * The sample datanet <i>lexicon</i>: WordNet 3.1 entries as records, junk made from them, and
 * curators of known accuracy.
 *
 * <p>Everything here is deterministic in its seed. It knows nothing of operations, nodes or
 * networks.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.testnet.lexicon;
