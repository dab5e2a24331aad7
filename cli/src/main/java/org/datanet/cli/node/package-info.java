/**
 * The group {@code node}: making a node's home and running the node. How it works is module node.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.node;
