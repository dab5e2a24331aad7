package org.datanet.cli.contribute;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.datanet.protocol.operation.Reason;

/** JSON Lines: one object a line, in UTF-8. Blank lines are passed over. */
final class JsonLines {

  /** Numbers stay as they are written: a record is what its author says. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private JsonLines() {}

  static void read(Path file, Consumer<ParsedLine> lines) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int number = 1;
      long length = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          take(file + ":" + number, line.toByteArray(), length, lines);
          line.reset();
          length = 0;
          number++;
        } else if (++length <= LineLimits.LINE_BYTES_MAX) {
          line.write(next);
        }
      }
      take(file + ":" + number, line.toByteArray(), length, lines);
    }
  }

  private static void take(String place, byte[] line, long length, Consumer<ParsedLine> lines) {
    if (length > LineLimits.LINE_BYTES_MAX) {
      lines.accept(
          bad(place, Reason.CONTENT_TOO_LARGE, "the line has %,d bytes".formatted(length)));
      return;
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      lines.accept(bad(place, Reason.MALFORMED, "the line is not UTF-8"));
      return;
    }
    if (!text.isBlank()) {
      lines.accept(parse(place, text));
    }
  }

  private static ParsedLine parse(String place, String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node instanceof ObjectNode fields
          ? new ParsedLine.Good(place, fields)
          : bad(place, Reason.MALFORMED, "the line is not a JSON object");
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      return bad(
          place,
          Reason.MALFORMED,
          "column %d: the line is not JSON: %s".formatted(column, e.getOriginalMessage()));
    }
  }

  private static ParsedLine bad(String place, Reason reason, String message) {
    return new ParsedLine.Bad(new Problem(place, reason, message));
  }
}
