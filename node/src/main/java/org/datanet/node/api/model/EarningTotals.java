package org.datanet.node.api.model;

/**
 * Earnings by kind, in micro-credits.
 *
 * @param throughEpoch the last epoch counted
 */
public record EarningTotals(
    long throughEpoch,
    long contributorMicros,
    long curatorPayMicros,
    long curatorEscrowMicros,
    long validatorPayMicros,
    long totalMicros) {}
