package org.datanet.testnet.lexicon;

import java.util.Locale;
import net.sf.extjwnl.data.POS;

/** Category of a lexicon record: its part of speech. */
public enum LexiconCategory {
  NOUN(POS.NOUN, 550_000),
  VERB(POS.VERB, 165_000),
  ADJECTIVE(POS.ADJECTIVE, 175_000),
  ADVERB(POS.ADVERB, 110_000);

  private final POS partOfSpeech;
  private final int sharePpm;

  LexiconCategory(POS partOfSpeech, int sharePpm) {
    this.partOfSpeech = partOfSpeech;
    this.sharePpm = sharePpm;
  }

  /** Name in the manifest and in operations: {@code noun}, {@code verb}, … */
  public String manifestName() {
    return name().toLowerCase(Locale.ROOT);
  }

  POS partOfSpeech() {
    return partOfSpeech;
  }

  /**
   * Share of a sample. WordNet's own is 70 : 12 : 15 : 3; it is flattened because scores are kept
   * per category (ECONOMICS §4) and a category of 3 % would see no score at all in a short
   * demonstration.
   */
  int sharePpm() {
    return sharePpm;
  }
}
