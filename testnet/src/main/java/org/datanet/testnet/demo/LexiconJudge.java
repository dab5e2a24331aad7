package org.datanet.testnet.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.curation.Vote;
import org.datanet.testnet.lexicon.Lexicon;
import org.datanet.testnet.lexicon.LexiconCategory;
import org.datanet.testnet.lexicon.LexiconEntry;
import org.datanet.testnet.lexicon.OracleCurator;
import org.datanet.testnet.lexicon.Truth;

/**
 * Judges records that somebody contributed by hand: a term that WordNet knows must have one of its
 * glosses and that gloss's label, a term that it does not know is taken on trust. With the oracle's
 * accuracy.
 */
final class LexiconJudge implements Judge {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<LexiconEntry>> byTerm;
  private final OracleCurator oracle;
  private final String curator;
  private final Member member;

  /** {@code byTerm} is {@link #index}'s; {@code member} fetches contents. */
  LexiconJudge(Map<String, List<LexiconEntry>> byTerm, OracleCurator oracle, Member member) {
    this.byTerm = byTerm;
    this.oracle = oracle;
    this.curator = member.name();
    this.member = member;
  }

  /** What WordNet says, by term; shared by all curators. */
  static Map<String, List<LexiconEntry>> index(Lexicon lexicon) {
    Map<String, List<LexiconEntry>> byTerm = new HashMap<>();
    for (LexiconCategory category : LexiconCategory.values()) {
      for (LexiconEntry entry : lexicon.entries(category)) {
        byTerm.computeIfAbsent(key(entry.term()), t -> new ArrayList<>(1)).add(entry);
      }
    }
    return byTerm;
  }

  @Override
  public Vote vote(PanelSeat seat) throws IOException {
    Cid cid = Cid.parse(seat.cid()).orElseThrow(() -> new IOException("not a CID: " + seat.cid()));
    byte[] content = member.ask(node -> node.content(cid));
    JsonNode record = JSON.readTree(content);
    return oracle.vote(curator, cid.digest().toArray(), truth(record));
  }

  private Truth truth(JsonNode record) {
    List<LexiconEntry> known = byTerm.get(key(record.path("term").asText()));
    if (known == null) {
      return Truth.GOOD;
    }
    String gloss = record.path("gloss").asText();
    String label = record.path("label").asText();
    boolean glossKnown = false;
    for (LexiconEntry entry : known) {
      if (entry.gloss().equals(gloss)) {
        glossKnown = true;
        if (entry.label().equals(label)) {
          return Truth.GOOD;
        }
      }
    }
    return glossKnown ? Truth.WRONG_LABEL : Truth.SWAPPED_GLOSS;
  }

  private static String key(String term) {
    return term.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
