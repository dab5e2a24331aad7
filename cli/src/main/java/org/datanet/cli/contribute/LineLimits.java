package org.datanet.cli.contribute;

import org.datanet.protocol.operation.OperationLimits;

/** Bounds of one run. */
final class LineLimits {

  /** Blanks, escapes and fields that do not become content may be twice as much again. */
  static final int LINE_BYTES_MAX = 4 * OperationLimits.CONTENT_BYTES_MAX;

  /** Half an epoch's operations; more is a file to be split. */
  static final int RECORDS_MAX = 10_000;

  /** All contents of a run are in memory and in its journal; an epoch takes as much. */
  static final long CONTENT_BYTES_MAX = 64L << 20;

  private LineLimits() {}
}
