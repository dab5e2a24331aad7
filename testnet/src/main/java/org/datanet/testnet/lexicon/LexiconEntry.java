package org.datanet.testnet.lexicon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One sense of a term.
 *
 * @param term the first word of the synset, spaces between the words of a phrase
 * @param category part of speech; not in the content, a contribution names it beside the content
 * @param label lexicographer class such as {@code noun.animal}
 * @param gloss definition without its examples
 * @param examples sentences that use the term or a synonym of it, in dictionary order
 */
public record LexiconEntry(
    String term, LexiconCategory category, String label, String gloss, List<String> examples) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public LexiconEntry {
    examples = List.copyOf(examples);
  }

  /**
   * The record's content: {@code {"examples":[…],"gloss":"…","label":"…","term":"…"}}, keys sorted,
   * no spaces, UTF-8.
   */
  public byte[] content() {
    ObjectNode object = JSON.createObjectNode();
    var array = object.putArray("examples");
    examples.forEach(array::add);
    object.put("gloss", gloss).put("label", label).put("term", term);
    try {
      return JSON.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings is always writable", e);
    }
  }

  LexiconEntry withLabel(String otherLabel) {
    return new LexiconEntry(term, category, otherLabel, gloss, examples);
  }

  LexiconEntry withGloss(String otherGloss) {
    return new LexiconEntry(term, category, label, otherGloss, examples);
  }

  LexiconEntry withMeaningOf(LexiconEntry other) {
    return new LexiconEntry(term, category, label, other.gloss, other.examples);
  }
}
