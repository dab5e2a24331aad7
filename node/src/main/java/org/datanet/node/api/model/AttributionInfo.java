package org.datanet.node.api.model;

/**
 * A row of an epoch's attribution table.
 *
 * @param index its place in the table, from 0
 * @param receipt id of the use
 * @param weightPpm the weights of one receipt sum to 1,000,000
 */
public record AttributionInfo(
    int index, String datanet, String record, String receipt, long weightPpm, long amountMicros) {}
