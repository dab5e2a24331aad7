/**
 * Peers of other implementations: the scripts of {@code src/interop/js}, which the jar carries,
 * what npm installs for them, and the Node.js that runs them.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.testnet.foreign;
