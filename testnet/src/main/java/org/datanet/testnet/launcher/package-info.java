/**
 * Local networks of real node processes: their genesis, homes and keys, and starting, killing,
 * watching and ending them. What members of such a network do lives elsewhere.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.testnet.launcher;
