package org.datanet.testnet.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.datanet.testnet.lexicon.Lexicon;
import org.datanet.testnet.lexicon.LexiconCategory;
import org.datanet.testnet.lexicon.LexiconEntry;

/**
 * As many different records as wanted: the senses of WordNet, and once all have been given, the
 * same again with a number behind the term.
 */
final class Senses {

  private final List<LexiconEntry> entries;

  private Senses(List<LexiconEntry> entries) {
    this.entries = entries;
  }

  static Senses open() throws IOException {
    Lexicon lexicon = Lexicon.open();
    return new Senses(
        Arrays.stream(LexiconCategory.values())
            .flatMap(category -> lexicon.entries(category).stream())
            .distinct()
            .toList());
  }

  /** {@code index} counts from 0. */
  LexiconEntry get(int index) {
    LexiconEntry entry = entries.get(index % entries.size());
    int round = index / entries.size();
    return round == 0
        ? entry
        : new LexiconEntry(
            entry.term() + " " + (round + 1),
            entry.category(),
            entry.label(),
            entry.gloss(),
            entry.examples());
  }
}
