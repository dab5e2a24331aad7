package org.datanet.node.api.model;

import java.util.List;
import java.util.Optional;

/**
 * What an account earned.
 *
 * @param totals over all epochs whose tables the node holds
 * @param rows newest epoch first
 * @param next to be given back as {@code after}; empty at the end
 */
public record AccountRewards(
    String account, EarningTotals totals, List<RewardInfo> rows, Optional<String> next) {
  public AccountRewards {
    rows = List.copyOf(rows);
  }
}
