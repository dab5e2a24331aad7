package org.datanet.protocol.curation;

import java.util.OptionalInt;

/** Sizes and thresholds of panels and juries. ECONOMICS §2. */
public final class PanelRules {

  /** Fewer than three opinions have no majority that one dissenter leaves standing. */
  public static final int PANEL_SIZE_MIN = 3;

  /** Below five there is no appeal. */
  public static final int JURY_SIZE_MIN = 5;

  private PanelRules() {}

  /** {@code min(panelSizeMax, eligible)}; empty when that is below three: no panel can be drawn. */
  public static OptionalInt panelSize(int eligible, int panelSizeMax) {
    int size = Math.min(panelSizeMax, eligible);
    return size < PANEL_SIZE_MIN ? OptionalInt.empty() : OptionalInt.of(size);
  }

  /** {@code q = ceil(5k/7)}: approvals that accept, and reveals that a settlement needs. */
  public static int acceptQuorum(int panelSize) {
    return Math.ceilDiv(5 * panelSize, 7);
  }

  /** The largest odd number up to both; empty below five. */
  public static OptionalInt jurySize(int eligible, int jurySizeMax) {
    int size = Math.min(eligible, jurySizeMax);
    int odd = size % 2 == 0 ? size - 1 : size;
    return odd < JURY_SIZE_MIN ? OptionalInt.empty() : OptionalInt.of(odd);
  }

  /** {@code ceil(7n/11)} votes carry a jury's verdict. */
  public static int juryThreshold(int jurySize) {
    return Math.ceilDiv(7 * jurySize, 11);
  }
}
