package org.datanet.node.runtime;

import java.util.Optional;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.replica.Effect.Admission;

/**
 * What became of a user's envelope.
 *
 * @param id empty where the envelope was not read
 */
record Submission(Optional<OperationId> id, Admission admission) {}
