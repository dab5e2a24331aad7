package org.datanet.testnet.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a demo is asked for.
 *
 * @param seed of keys, records, junk, votes and uses
 * @param accuracyPpm of every curator, independently
 * @param records contributions planned, exact copies of earlier ones among them
 * @param epochsMin the demo goes on until so many epochs are decided
 * @param keep where the network's folder stays; without it it is deleted after a success
 */
public record DemoOptions(
    long seed, int accuracyPpm, int records, int epochsMin, Optional<Path> keep) {

  public static final int ACCURACY_PPM_DEFAULT = 850_000;
  public static final int RECORDS_DEFAULT = 2_300;
  public static final int EPOCHS_DEFAULT = 32;

  /** The network's founding, one record's way and the kill need as many. */
  public static final int EPOCHS_MIN = 30;

  /** Of contributions, exact copies among them. */
  static final int JUNK_PPM = 220_000;

  static final int NODES = 4;
  static final int CONTRIBUTORS = 14;
  static final int CURATORS = 28;
  static final int CONSUMERS = 4;

  /**
   * Longer than it takes four processes on two cores to decide a full epoch, and short enough for a
   * demo. A member has three epochs for a ballot, and a machine that does other work beside may be
   * slow.
   */
  static final long EPOCH_MS = 2_000;

  public DemoOptions {
    if (accuracyPpm < 0 || accuracyPpm > 1_000_000) {
      throw new IllegalArgumentException("an accuracy lies between 0 and 1");
    }
    if (records < 100 || records > 10_000) {
      throw new IllegalArgumentException("100 to 10,000 records, not " + records);
    }
    if (epochsMin < EPOCHS_MIN || epochsMin > 1_000) {
      throw new IllegalArgumentException(
          "%d to 1,000 epochs, not %d".formatted(EPOCHS_MIN, epochsMin));
    }
  }
}
