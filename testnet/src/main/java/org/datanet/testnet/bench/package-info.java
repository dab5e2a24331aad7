/**
 * Measurements of the real code, stated as ratios within one run where the goal is one. Nothing
 * here is ever asserted by a test: machines differ.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.testnet.bench;
