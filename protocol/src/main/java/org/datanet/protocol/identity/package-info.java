/**
 * Who signs: account ids, the strict Ed25519 rule, signers behind small interfaces. Keys are made
 * and kept elsewhere; nothing here knows of files, passphrases or randomness.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.identity;
