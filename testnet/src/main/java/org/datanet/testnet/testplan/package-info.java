/**
 * One node of libp2p's <a
 * href="https://github.com/libp2p/test-plans/tree/master/gossipsub-interop">gossipsub-interop</a>
 * test plan: it runs the plan's script with our stack and says in the plan's words what comes. What
 * is judged by these words stays with the plan.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.testnet.testplan;
