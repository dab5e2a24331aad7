package org.datanet.node.api.model;

import java.util.List;

/**
 * An account. One that nobody ever paid has zeros and no stakes.
 *
 * @param balanceMicros spendable
 * @param nonce of the last operation applied
 * @param nextNonce what the next operation must carry, the ones that wait in the pool counted
 */
public record AccountInfo(
    String account,
    long balanceMicros,
    long nonce,
    long nextNonce,
    List<CuratorStake> curatorStakes,
    long validatorStakeMicros) {

  /**
   * @param datanet 64 hex digits
   * @param escrowMicros earned and held until the curator's audit gate opens
   */
  public record CuratorStake(String datanet, String name, long stakeMicros, long escrowMicros) {}

  public AccountInfo {
    curatorStakes = List.copyOf(curatorStakes);
  }
}
