package org.datanet.node.api.model;

/**
 * A row of an epoch's reward table.
 *
 * @param index its place in the table, from 0
 * @param account DID; that of 32 zero bytes for {@code RESERVE} and {@code BURN}
 * @param kind {@code CONTRIBUTOR}, {@code CURATOR_PAY}, {@code CURATOR_ESCROW}, {@code
 *     VALIDATOR_PAY}, {@code RESERVE} or {@code BURN}
 */
public record RewardInfo(
    long epoch, int index, String account, String datanet, String kind, long amountMicros) {}
