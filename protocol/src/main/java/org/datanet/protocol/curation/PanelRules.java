package org.datanet.protocol.curation;

import java.util.OptionalInt;

/** Sizes and thresholds of panels. ECONOMICS §2. */
public final class PanelRules {

  /** Fewer than three opinions have no majority that one dissenter leaves standing. */
  public static final int PANEL_SIZE_MIN = 3;

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
}
