package org.datanet.node.storage;

import org.datanet.protocol.operation.OperationId;

/** Where a decided operation stands: {@code index} counts from 0 in its epoch's batch. */
public record OperationPlace(OperationId id, long epoch, int index) {}
