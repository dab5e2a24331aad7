/**
 * What every command stands on: its options, the home folder, keys, the connection to a node,
 * sending and awaiting operations, and how a failure becomes a message and an exit code. No command
 * lives here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.session;
