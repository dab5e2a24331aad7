/**
 * Keys outside the core: made, kept in files, turned into signers, and the choice of the Ed25519
 * provider. What is signed, and why, is decided elsewhere.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.keys;
