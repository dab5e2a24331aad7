package org.datanet.node.libp2p.kad;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many peers of each group there are, against a bound for each width. */
final class GroupCounts {

  private final int narrowMax;
  private final int wideMax;
  private final Map<IpGroup, Integer> counts = new HashMap<>();

  GroupCounts(int narrowMax, int wideMax) {
    this.narrowMax = narrowMax;
    this.wideMax = wideMax;
  }

  boolean hasRoom(List<IpGroup> groups) {
    return groups.stream().allMatch(group -> counts.getOrDefault(group, 0) < max(group));
  }

  void add(List<IpGroup> groups) {
    groups.forEach(group -> counts.merge(group, 1, Integer::sum));
  }

  void remove(List<IpGroup> groups) {
    groups.forEach(
        group -> counts.computeIfPresent(group, (any, count) -> count == 1 ? null : count - 1));
  }

  private int max(IpGroup group) {
    return switch (group.width()) {
      case NARROW -> narrowMax;
      case WIDE -> wideMax;
    };
  }
}
