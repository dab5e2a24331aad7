/**
 * The node at work: one core thread that steps the replica and carries out its effects in order,
 * the pool that verifies before the core is asked, and the assembly of everything else around them.
 * No rule of the protocol lives here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.runtime;
