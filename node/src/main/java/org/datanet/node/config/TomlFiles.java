package org.datanet.node.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** TOML files as records and back; reading is strict. */
final class TomlFiles {

  /** No file of ours is near it; a wrong path to something huge must not fill the heap. */
  private static final long FILE_BYTES_MAX = 64L << 20;

  private static final ObjectMapper TOML =
      TomlMapper.builder()
          .addModule(new Jdk8Module())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private TomlFiles() {}

  static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ConfigException(file, "larger than %d bytes".formatted(FILE_BYTES_MAX));
      }
      return parse(file, Files.readString(file), type);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file, "there is no such file", e);
    }
  }

  /**
   * @param file for messages
   */
  static <T> T parse(Path file, String text, Class<T> type) throws ConfigException {
    try {
      return TOML.readValue(text, type);
    } catch (UnrecognizedPropertyException e) {
      throw new ConfigException(
          file,
          "there is no setting '%s'; known here: %s"
              .formatted(path(e), new TreeSet<>(e.getKnownPropertyIds())),
          e);
    } catch (JsonProcessingException e) {
      throw new ConfigException(file, place(e) + e.getOriginalMessage(), e);
    }
  }

  /** A value that was read and does not fit has no line any more, but a name. */
  private static String place(JsonProcessingException e) {
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return "'%s': ".formatted(path(mapping));
    }
    return e.getLocation() == null || e.getLocation().getLineNr() < 1
        ? ""
        : "line %d: ".formatted(e.getLocation().getLineNr());
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
        .collect(Collectors.joining("."));
  }

  static String text(Object value) throws IOException {
    return TOML.writeValueAsString(value);
  }

  /** The file must not exist: a configuration that somebody wrote is never overwritten. */
  static void write(Path file, Object value) throws IOException {
    Files.writeString(file, text(value), StandardOpenOption.CREATE_NEW);
  }
}
