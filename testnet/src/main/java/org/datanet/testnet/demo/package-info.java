/**
 * Members of a test network who act through the nodes' API like anybody, and the demonstration that
 * they play: it contributes, judges, pays, kills a node, and reads the books of every node.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.testnet.demo;
