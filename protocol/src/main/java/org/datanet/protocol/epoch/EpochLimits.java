package org.datanet.protocol.epoch;

/** Bounds of one batch, each with its reason. docs/protocol.md §5. */
public final class EpochLimits {

  /** Execution with the state digest stays well under a second on one core. */
  public static final int OPERATIONS_MAX = 20_000;

  /** What a validator can fetch and verify within a propose timeout. */
  public static final long ENVELOPE_BYTES_MAX = 16L * 1024 * 1024;

  /** New contents that every validator has to hold before it prevotes. */
  public static final long CONTENT_BYTES_MAX = 64L * 1024 * 1024;

  private EpochLimits() {}
}
