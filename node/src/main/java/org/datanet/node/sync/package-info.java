/**
 * What nodes fetch from each other besides gossip: decided epochs, operations of a proposal,
 * tables, missed consensus messages, contents. It verifies what it gets and hands it to the core as
 * inputs; it decides nothing.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.sync;
