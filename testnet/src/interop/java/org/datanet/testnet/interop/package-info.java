/**
 * Ours against libp2p's other implementations, profile {@code interop}: each foreign peer is a
 * process that speaks JSON with its test. Nothing here judges what a node does with a message.
 */
package org.datanet.testnet.interop;
