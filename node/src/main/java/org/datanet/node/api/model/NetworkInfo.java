package org.datanet.node.api.model;

import org.datanet.protocol.datanet.ParameterSet;

/**
 * What genesis fixed for all.
 *
 * @param networkId 64 hex digits, the hash of genesis
 * @param createdMs Unix time, for display
 * @param defaults what a manifest starts from
 * @param testNetwork whether faults may be switched on
 */
public record NetworkInfo(
    String network,
    String networkId,
    long createdMs,
    long opFeeMicros,
    long byteFeeMicros,
    long minEpochMs,
    long minValidatorStakeMicros,
    int validatorUnbondEpochs,
    int minCuratorsFloor,
    boolean testNetwork,
    ParameterSet defaults) {}
