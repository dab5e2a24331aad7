/**
 * The HTTP client of a node's API, for the command line and for test networks: one method per
 * endpoint, typed answers, typed failures. It knows no server and no store.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.client;
