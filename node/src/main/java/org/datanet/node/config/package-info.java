/**
 * The files of a node's home: node.toml and genesis.toml, read strictly. A key that nobody knows is
 * an error with its name, never ignored.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.config;
