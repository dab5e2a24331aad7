package org.datanet.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** The figures that a script computed from the economy's rules, without a line of this code. */
public final class EconomyVectors {

  private static final JsonNode FILE = read();

  private EconomyVectors() {}

  private static JsonNode read() {
    try (InputStream file =
        EconomyVectors.class.getResourceAsStream("/vectors/economy-integers.json")) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The vectors of one rule, by the rule's name in the file; never empty. */
  public static List<JsonNode> of(String rule) {
    List<JsonNode> vectors = elements(FILE.get(rule));
    if (vectors.isEmpty()) {
      throw new IllegalStateException("no vectors for " + rule);
    }
    return vectors;
  }

  public static long[] longs(JsonNode array) {
    return elements(array).stream().mapToLong(EconomyVectors::exact).toArray();
  }

  /** Large numbers stand in the file as text. */
  public static long exact(JsonNode number) {
    return Long.parseLong(number.asText());
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
