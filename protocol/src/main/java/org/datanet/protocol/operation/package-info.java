/**
 * What members sign: operations as sealed values, their envelope, id and codec, and the rules that
 * an operation must meet on its own, before any ledger is asked. Nothing here changes a ledger.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.operation;
