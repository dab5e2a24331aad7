package org.datanet.fuzzkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The committed inputs of a target: a text file, one input a line in hexadecimal, {@code -} for the
 * empty one, and after {@code #} why it is there.
 */
final class Corpus {

  private static final String EMPTY = "-";

  private Corpus() {}

  record Input(int line, byte[] bytes, String why) {
    @Override
    public String toString() {
      return "line %d, %d bytes%s".formatted(line, bytes.length, why.isEmpty() ? "" : ": " + why);
    }
  }

  /** Where a target's corpus is, on the class path. */
  static String resource(FuzzTarget target) {
    return "fuzz/" + target.name() + ".hex";
  }

  static List<Input> of(FuzzTarget target) {
    List<Input> inputs = new ArrayList<>();
    String[] lines = text(resource(target)).split("\n");
    for (int i = 0; i < lines.length; i++) {
      String[] parts = lines[i].split("#", 2);
      String hex = parts[0].strip();
      if (!hex.isEmpty()) {
        byte[] bytes = hex.equals(EMPTY) ? new byte[0] : HexFormat.of().parseHex(hex);
        inputs.add(new Input(i + 1, bytes, parts.length == 2 ? parts[1].strip() : ""));
      }
    }
    return inputs;
  }

  /** The line that adds an input to a corpus. */
  static String line(byte[] input, String why) {
    return (input.length == 0 ? EMPTY : HexFormat.of().formatHex(input)) + " # " + why;
  }

  private static String text(String resource) {
    try (InputStream in = Corpus.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("there is no src/test/resources/" + resource);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of the tests cannot be read", e);
    }
  }
}
