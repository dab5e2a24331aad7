package org.datanet.testnet.lexicon;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A stream of records to contribute, in order: good entries with junk between them, each with its
 * ground truth. Equal arguments give equal samples, on every JDK ({@link Random} is specified to
 * the bit).
 */
public record LexiconSample(List<SampleRecord> records) {
  /** WordNet has some 3,000 adverbs with enough text to judge; a ninth of a sample is adverbs. */
  public static final int RECORDS_MAX = 10_000;

  /** Copies need as many good records before them, so junk cannot outnumber good. */
  public static final int JUNK_SHARE_PPM_MAX = 500_000;

  private static final int PPM = 1_000_000;

  public LexiconSample {
    records = List.copyOf(records);
  }

  /**
   * Draws a sample.
   *
   * @param size number of records, 0 to {@link #RECORDS_MAX}
   * @param junkSharePpm share of junk, 0 to {@link #JUNK_SHARE_PPM_MAX}, spread evenly over its
   *     kinds
   */
  public static LexiconSample draw(Lexicon lexicon, long seed, int size, int junkSharePpm) {
    if (size < 0 || size > RECORDS_MAX) {
      throw new IllegalArgumentException("size outside [0, " + RECORDS_MAX + "]: " + size);
    }
    if (junkSharePpm < 0 || junkSharePpm > JUNK_SHARE_PPM_MAX) {
      throw new IllegalArgumentException(
          "junkSharePpm outside [0, " + JUNK_SHARE_PPM_MAX + "]: " + junkSharePpm);
    }
    Random random = new Random(seed);
    List<LexiconCategory> order = categoryOrder(size, random);
    Map<LexiconCategory, CategoryDraw> draws = new EnumMap<>(LexiconCategory.class);
    for (LexiconCategory category : LexiconCategory.values()) {
      int count = Collections.frequency(order, category);
      draws.put(category, CategoryDraw.start(lexicon, category, count, junkSharePpm, random));
    }
    List<SampleRecord> records = new ArrayList<>(size);
    for (LexiconCategory category : order) {
      CategoryDraw draw = draws.get(category);
      if (draw == null) {
        throw new IllegalStateException("no draw for " + category);
      }
      records.add(draw.next(records.size(), random));
    }
    return new LexiconSample(records);
  }

  /** Number of records with this truth. */
  public int count(Truth truth) {
    return (int) records.stream().filter(one -> one.truth() == truth).count();
  }

  /** What a panel makes of this sample; copies never reach one. */
  public PanelExpectation expected(int panelSize, int acceptQuorum, int accuracyPpm) {
    int good = count(Truth.GOOD);
    int judgedJunk = records.size() - good - count(Truth.COPY);
    return PanelExpectation.of(panelSize, acceptQuorum, accuracyPpm, good, judgedJunk);
  }

  /** Each category's share, rounded down, the units left over to the nouns; shuffled. */
  private static List<LexiconCategory> categoryOrder(int size, Random random) {
    List<LexiconCategory> order = new ArrayList<>(size);
    for (LexiconCategory category : LexiconCategory.values()) {
      int count = (int) ((long) size * category.sharePpm() / PPM);
      order.addAll(Collections.nCopies(count, category));
    }
    order.addAll(Collections.nCopies(size - order.size(), LexiconCategory.NOUN));
    Collections.shuffle(order, random);
    return order;
  }
}
