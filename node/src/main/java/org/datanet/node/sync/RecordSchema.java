package org.datanet.node.sync;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import org.datanet.node.libp2p.streams.PeerText;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.wire.Manifest;

/**
 * Whether a content is what its datanet takes: for {@code application/json} one object, without
 * repeated keys, whose required fields are non-empty strings. Other media types have no schema.
 */
public final class RecordSchema {

  private static final String JSON_TYPE = "application/json";

  private static final int PROBLEM_CHARS_MAX = 300;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private RecordSchema() {}

  public static Optional<Refusal> check(Manifest manifest, byte[] content) {
    if (!manifest.getMediaType().equals(JSON_TYPE)) {
      return Optional.empty();
    }
    JsonNode root;
    try {
      root = JSON.readTree(content);
    } catch (IOException e) {
      // The parser quotes the content, which anybody may have written.
      return refused("not JSON: " + PeerText.line(problem(e), PROBLEM_CHARS_MAX));
    }
    if (!root.isObject()) {
      return refused("not a JSON object");
    }
    for (String field : manifest.getRequiredFieldsList()) {
      JsonNode value = root.get(field);
      if (value == null || !value.isTextual() || value.textValue().isBlank()) {
        return refused("the field '%s' must be a text that is not empty".formatted(field));
      }
    }
    return Optional.empty();
  }

  private static String problem(IOException e) {
    return e instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }

  private static Optional<Refusal> refused(String detail) {
    return Optional.of(new Refusal(Reason.SCHEMA_MISMATCH, detail));
  }
}
