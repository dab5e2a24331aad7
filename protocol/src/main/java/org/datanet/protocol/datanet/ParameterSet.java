package org.datanet.protocol.datanet;

/**
 * The numbers that the rules of one datanet read; defaults and meaning in docs/economics.md §2.
 * Money in micro-credits, durations in epochs, shares in basis points: burn and the six shares sum
 * to 10,000.
 */
public record ParameterSet(
    long minUseFeeMicros,
    int burnBps,
    int reserveBps,
    int contributorBps,
    int curatorBps,
    int jurorBps,
    int maintenanceBps,
    int validatorBps,
    int panelSize,
    int minCurators,
    long minCuratorStakeMicros,
    int commitEpochs,
    int revealEpochs,
    int openEpochs,
    long voteDepositMicros,
    long bondMinMicros,
    int vestEpochs,
    int bondHoldEpochs,
    int unbondEpochs,
    int scoreWindowEpochs,
    int scoreMarginPpm,
    int minVotes) {

  /**
   * The defaults of ECONOMICS §2 for a network that outlasts {@code faultsMax} censoring proposers.
   */
  public static ParameterSet defaults(int faultsMax) {
    int window = Math.max(2, faultsMax + 2);
    return new ParameterSet(
        10_000, 500, 500, 5_000, 2_000, 700, 500, 800, 7, 21, 1_000_000, window, window, window,
        1_000, 100_000, 8, 12, 48, 8, 30_000, 40);
  }
}
