/**
 * Commands that only ask: the node, the ledger, epochs, rewards and why. They sign nothing and keep
 * nothing.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.view;
