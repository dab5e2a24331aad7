package org.datanet.testnet.lexicon;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;

/** The records of one category of a sample, handed out one by one. Every entry is used once. */
final class CategoryDraw {
  private static final List<Truth> JUNK_KINDS =
      List.of(Truth.SWAPPED_GLOSS, Truth.WRONG_LABEL, Truth.COPY, Truth.NEAR_COPY);
  private static final int PPM = 1_000_000;

  private final List<Truth> truths;
  private final Deque<LexiconEntry> unused;
  private final List<String> labels;
  private final List<Original> uncopied = new ArrayList<>();
  private int position;

  private record Original(int index, LexiconEntry entry) {}

  private CategoryDraw(List<Truth> truths, Deque<LexiconEntry> unused, List<String> labels) {
    this.truths = truths;
    this.unused = unused;
    this.labels = labels;
  }

  static CategoryDraw start(
      Lexicon lexicon, LexiconCategory category, int count, int junkSharePpm, Random random) {
    List<LexiconEntry> entries = new ArrayList<>(lexicon.entries(category));
    Collections.shuffle(entries, random);
    return new CategoryDraw(
        truths(count, junkSharePpm, random),
        new ArrayDeque<>(entries),
        labelsForMistakes(lexicon, category));
  }

  SampleRecord next(int index, Random random) {
    Truth truth = truths.get(position++);
    return switch (truth) {
      case GOOD -> {
        LexiconEntry entry = unused.remove();
        uncopied.add(new Original(index, entry));
        yield new SampleRecord(entry, truth, OptionalInt.empty());
      }
      case SWAPPED_GLOSS ->
          new SampleRecord(
              unused.remove().withMeaningOf(unused.remove()), truth, OptionalInt.empty());
      case WRONG_LABEL ->
          new SampleRecord(mislabelled(unused.remove(), random), truth, OptionalInt.empty());
      case COPY -> {
        Original original = takeOriginal(random);
        yield new SampleRecord(original.entry(), truth, OptionalInt.of(original.index()));
      }
      case NEAR_COPY -> {
        Original original = takeOriginal(random);
        yield new SampleRecord(
            retouched(original.entry(), random), truth, OptionalInt.of(original.index()));
      }
    };
  }

  /**
   * Junk kinds in turn and good for the rest, shuffled, then mended so that no copy comes before an
   * original of its own.
   */
  private static List<Truth> truths(int count, int junkSharePpm, Random random) {
    int junkCount = (int) ((long) count * junkSharePpm / PPM);
    List<Truth> truths = new ArrayList<>(Collections.nCopies(count - junkCount, Truth.GOOD));
    for (int i = 0; i < junkCount; i++) {
      truths.add(JUNK_KINDS.get(i % JUNK_KINDS.size()));
    }
    Collections.shuffle(truths, random);
    int originals = 0;
    for (int i = 0; i < count; i++) {
      if (truths.get(i).repeatsAnEarlierRecord() && originals == 0) {
        Collections.swap(truths, i, nextGood(truths, i));
      }
      originals += truths.get(i).isGood() ? 1 : truths.get(i).repeatsAnEarlierRecord() ? -1 : 0;
    }
    return truths;
  }

  /**
   * Good records are at least as many as copies, so where they have all been taken there is one
   * ahead.
   */
  private static int nextGood(List<Truth> truths, int from) {
    int at = from;
    while (!truths.get(at).isGood()) {
      at++;
    }
    return at;
  }

  /** The category's own labels, or those of all others where it has only one, as adverbs do. */
  private static List<String> labelsForMistakes(Lexicon lexicon, LexiconCategory category) {
    TreeSet<String> own = labelsOf(lexicon, category);
    if (own.size() > 1) {
      return List.copyOf(own);
    }
    TreeSet<String> others = new TreeSet<>();
    for (LexiconCategory other : LexiconCategory.values()) {
      others.addAll(labelsOf(lexicon, other));
    }
    return List.copyOf(others);
  }

  private static TreeSet<String> labelsOf(Lexicon lexicon, LexiconCategory category) {
    TreeSet<String> labels = new TreeSet<>();
    lexicon.entries(category).forEach(entry -> labels.add(entry.label()));
    return labels;
  }

  private LexiconEntry mislabelled(LexiconEntry entry, Random random) {
    List<String> wrong = labels.stream().filter(label -> !label.equals(entry.label())).toList();
    return entry.withLabel(wrong.get(random.nextInt(wrong.size())));
  }

  private Original takeOriginal(Random random) {
    return uncopied.remove(random.nextInt(uncopied.size()));
  }

  /**
   * Edits of the kind that plagiarists make to get another CID; each touches at most 12 of the
   * 5-grams.
   */
  private static LexiconEntry retouched(LexiconEntry entry, Random random) {
    String gloss = entry.gloss();
    return entry.withGloss(
        switch (random.nextInt(3)) {
          case 0 -> gloss + ".";
          case 1 -> "usually " + gloss;
          default -> gloss + " etc.";
        });
  }
}
