package org.datanet.node.api.model;

import org.datanet.protocol.datanet.Manifest;

/**
 * A datanet as the ledger has it.
 *
 * @param id 64 hex digits
 * @param creator DID
 * @param recordBondMicros what a contribution must bond now. ECONOMICS §2
 */
public record DatanetInfo(
    String id,
    String creator,
    long createdEpoch,
    Manifest manifest,
    long reserveMicros,
    long recordsAccepted,
    long recordsRejected,
    long recordBondMicros) {}
