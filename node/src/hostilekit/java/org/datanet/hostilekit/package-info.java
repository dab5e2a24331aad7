/**
 * A peer that speaks libp2p over TCP badly on purpose. Compiled into the tests of {@code node} and
 * of {@code testnet}; what a test does with it is not known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.hostilekit;
