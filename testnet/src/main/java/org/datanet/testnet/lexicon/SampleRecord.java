package org.datanet.testnet.lexicon;

import java.util.OptionalInt;

/**
 * One record of a sample with its ground truth.
 *
 * @param entry what is contributed
 * @param truth what it is
 * @param originalIndex for {@link Truth#COPY} and {@link Truth#NEAR_COPY}: index in the sample of
 *     the good record that it repeats, always smaller than its own
 */
public record SampleRecord(LexiconEntry entry, Truth truth, OptionalInt originalIndex) {
  public byte[] content() {
    return entry.content();
  }
}
