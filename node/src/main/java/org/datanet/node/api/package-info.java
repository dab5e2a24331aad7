/**
 * The HTTP API of a node: routes, answers read from the store's ports, server-sent events. The node
 * behind it is one interface, {@link org.datanet.node.api.NodeFacade}. Vert.x never leaves this
 * package; no rule of the economy lives here, and nothing here signs.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.api;
