/**
 * The vocabulary of the HTTP API: its endpoints, the records that travel as JSON, and the one JSON
 * mapper for both sides. Text forms only; no server, no client and no store lives here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.api.model;
