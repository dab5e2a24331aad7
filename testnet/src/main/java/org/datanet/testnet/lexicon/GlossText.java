package org.datanet.testnet.lexicon;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** WordNet's gloss field taken apart: {@code definition; "example"; "example"}. */
record GlossText(String definition, List<String> examples) {
  private static final Pattern EXAMPLE = Pattern.compile("\"([^\"]+)\"");

  /** Empty when the field has examples only, or no letters. */
  static Optional<GlossText> parse(String field) {
    String text = field.strip();
    int quoted = text.startsWith("\"") ? 0 : text.indexOf("; \"");
    String definition = quoted < 0 ? text : text.substring(0, quoted).strip();
    if (definition.isEmpty()) {
      return Optional.empty();
    }
    List<String> examples =
        quoted < 0
            ? List.of()
            : EXAMPLE
                .matcher(text.substring(quoted))
                .results()
                .map((MatchResult match) -> match.group(1).strip())
                .filter(example -> !example.isEmpty())
                .toList();
    return Optional.of(new GlossText(definition, examples));
  }

  int utf8Length() {
    return (definition + String.join("", examples)).getBytes(StandardCharsets.UTF_8).length;
  }
}
