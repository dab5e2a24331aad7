package org.datanet.testnet.lexicon;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.dictionary.Dictionary;

/**
 * WordNet 3.1 as lexicon entries, read from the jar that Maven resolved.
 *
 * <p>Holds all entries (some 30 MB): draw a sample and let it go.
 */
public final class Lexicon {
  /** SPDX id of WordNet's licence, which every record of the sample is contributed under. */
  public static final String LICENCE = "WordNet";

  /** Where a record of the sample was imported from. */
  public static final String SOURCE_URL = "https://wordnet.princeton.edu/";

  /**
   * Entries with less text, gloss and examples together in UTF-8 bytes, are left out: beside the
   * JSON keys too little of them differs for two honest records to stay apart by the Jaccard
   * threshold of ECONOMICS §4, and for a curator to judge.
   */
  static final int TEXT_BYTES_MIN = 40;

  private static final String MANIFEST = "/lexicon/manifest.toml";

  private final Map<LexiconCategory, List<LexiconEntry>> entries;

  private Lexicon(Map<LexiconCategory, List<LexiconEntry>> entries) {
    this.entries = entries;
  }

  /** Reads the dictionary once, about a second. Throws when the jar is missing or damaged. */
  public static Lexicon open() throws IOException {
    Map<LexiconCategory, List<LexiconEntry>> entries = new EnumMap<>(LexiconCategory.class);
    try {
      Dictionary dictionary = Dictionary.getDefaultResourceInstance();
      try {
        for (LexiconCategory category : LexiconCategory.values()) {
          entries.put(category, read(dictionary, category));
        }
      } finally {
        dictionary.close();
      }
    } catch (JWNLException e) {
      throw new IOException("WordNet 3.1 cannot be read from the class path", e);
    }
    return new Lexicon(entries);
  }

  /** The datanet's manifest, TOML. */
  public static InputStream manifest() {
    return Objects.requireNonNull(Lexicon.class.getResourceAsStream(MANIFEST), MANIFEST);
  }

  /** All entries of a category with enough text to judge, in dictionary order. */
  public List<LexiconEntry> entries(LexiconCategory category) {
    return Objects.requireNonNull(entries.get(category));
  }

  private static List<LexiconEntry> read(Dictionary dictionary, LexiconCategory category)
      throws JWNLException {
    List<LexiconEntry> read = new ArrayList<>();
    Iterator<Synset> synsets = dictionary.getSynsetIterator(category.partOfSpeech());
    while (synsets.hasNext()) {
      Synset synset = synsets.next();
      String label = synset.getLexFileName();
      GlossText.parse(synset.getGloss())
          .filter(text -> text.utf8Length() >= TEXT_BYTES_MIN)
          .map(text -> entry(synset, category, label, text))
          .ifPresent(read::add);
    }
    return List.copyOf(read);
  }

  private static LexiconEntry entry(
      Synset synset, LexiconCategory category, String label, GlossText text) {
    String term = synset.getWords().get(0).getLemma();
    return new LexiconEntry(term, category, label, text.definition(), text.examples());
  }
}
