/** The `testnet` command: local networks of real processes, and the demo. Rendering only. */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.testnet;
