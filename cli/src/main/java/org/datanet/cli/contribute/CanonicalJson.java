package org.datanet.cli.contribute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * One text for one object, so that equal records have equal names: keys sorted by UTF-16 units at
 * every depth, no blanks, UTF-8; as RFC 8785 but for numbers, which stay as written.
 */
final class CanonicalJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private CanonicalJson() {}

  static byte[] bytes(ObjectNode fields) {
    try {
      return JSON.writeValueAsString(sorted(fields)).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always writable", e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode sorted = JsonNodeFactory.instance.objectNode();
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      fields.forEach((name, value) -> sorted.set(name, sorted(value)));
      return sorted;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode same = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> same.add(sorted(item)));
      return same;
    }
    return node;
  }
}
