/**
 * What a command shows and asks: streams, colours, tables, amounts, progress. No command, no node
 * and no file of ours is known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.terminal;
