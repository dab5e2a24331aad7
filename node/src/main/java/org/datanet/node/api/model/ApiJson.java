package org.datanet.node.api.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The API's JSON: records by their component names, an empty {@link Optional} as {@code null}, no
 * component left out. Readers ignore fields they do not know, so that a newer node can say more.
 */
public final class ApiJson {

  /** Nothing of the API nests deeper than a parameter set inside a page. */
  private static final int NESTING_MAX = 16;

  private static final int PROBLEM_CHARS_MAX = 300;

  private static final JsonMapper MAPPER = mapper();

  private ApiJson() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    mapper
        .coercionConfigFor(LogicalType.Binary)
        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert);
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(NESTING_MAX)
                .maxStringLength(ApiLimits.BODY_BYTES_MAX)
                .build());
    return mapper;
  }

  /** UTF-8 on one line. */
  public static byte[] write(Object value) {
    return writeText(value).getBytes(StandardCharsets.UTF_8);
  }

  /** On one line. */
  public static String writeText(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the API's own records must be writable", e);
    }
  }

  /** The value as a tree, for readers that render any answer. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * @throws MalformedJsonException unless {@code json} is one whole value of that type
   */
  public static <T> T read(byte[] json, Class<T> type) throws MalformedJsonException {
    return readAs(
        json,
        new TypeReference<T>() {
          @Override
          public java.lang.reflect.Type getType() {
            return type;
          }
        });
  }

  /** As {@link #read} for generic types. */
  public static <T> T readAs(byte[] json, TypeReference<T> type) throws MalformedJsonException {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new MalformedJsonException("null is no answer");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(cut(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new MalformedJsonException(String.valueOf(e.getMessage())); // bytes that are no text
    }
  }

  /** The parser quotes a value that it cannot take, and a body may be one value of 12 MiB. */
  private static String cut(String problem) {
    return problem.length() <= PROBLEM_CHARS_MAX
        ? problem
        : problem.substring(0, PROBLEM_CHARS_MAX) + "…";
  }

  /** The event that travels under {@code name}; empty for names that this version does not know. */
  public static Optional<NodeEvent> readEvent(String name, byte[] json)
      throws MalformedJsonException {
    return switch (name) {
      case NodeEvent.EpochDecided.NAME -> Optional.of(read(json, NodeEvent.EpochDecided.class));
      case NodeEvent.OperationMoved.NAME -> Optional.of(read(json, NodeEvent.OperationMoved.class));
      case NodeEvent.RecordMoved.NAME -> Optional.of(read(json, NodeEvent.RecordMoved.class));
      default -> Optional.empty();
    };
  }
}
