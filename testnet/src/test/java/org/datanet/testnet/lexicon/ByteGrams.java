package org.datanet.testnet.lexicon;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The distinct 5-grams of some bytes, sorted: the plainest reading of ECONOMICS §4, to hold samples
 * against.
 */
record ByteGrams(String text, long[] sorted) {
  static ByteGrams of(byte[] content) {
    LongStream grams =
        IntStream.range(0, content.length - 4)
            .mapToLong(
                at -> {
                  long gram = 0;
                  for (int i = at; i < at + 5; i++) {
                    gram = gram << 8 | content[i] & 0xff;
                  }
                  return gram;
                });
    return new ByteGrams(
        new String(content, StandardCharsets.UTF_8), grams.sorted().distinct().toArray());
  }

  /** Jaccard similarity of at least 0.8, in integers. */
  boolean isNear(ByteGrams other) {
    int shorter = Math.min(sorted.length, other.sorted.length);
    if (shorter * 10L < 8L * Math.max(sorted.length, other.sorted.length)) {
      return false;
    }
    int both = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < sorted.length && theirs < other.sorted.length) {
      int order = Long.compare(sorted[mine], other.sorted[theirs]);
      both += order == 0 ? 1 : 0;
      mine += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
    }
    return both * 10L >= 8L * (sorted.length + other.sorted.length - both);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteGrams(String otherText, long[] otherSorted)
        && text.equals(otherText)
        && Arrays.equals(sorted, otherSorted);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
