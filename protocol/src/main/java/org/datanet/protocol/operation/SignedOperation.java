package org.datanet.protocol.operation;

import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.identity.AccountId;

/**
 * An operation that was decoded from an envelope and whose signature was verified. {@code envelope}
 * is exactly what was received: its hash is the id.
 *
 * @param nonce 0 where the kind carries none
 * @param expiresEpoch the last epoch that may hold it
 */
public record SignedOperation(
    OperationId id,
    AccountId author,
    long nonce,
    long expiresEpoch,
    Operation operation,
    Bytes envelope) {}
