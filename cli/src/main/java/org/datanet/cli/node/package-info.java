/** The `node` command: runs a node in this process. What a node is lives in another module. */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.node;
