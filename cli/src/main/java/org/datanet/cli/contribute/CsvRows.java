package org.datanet.cli.contribute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.datanet.protocol.operation.Reason;

/**
 * CSV as RFC 4180 has it: the first row names the fields, every value is a text, an empty cell is a
 * field that is not there.
 */
final class CsvRows {

  private static final CsvMapper CSV =
      CsvMapper.csvBuilder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

  private static final List<String> EMPTY_LINE = List.of("");

  private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|\\n|\\r");

  private CsvRows() {}

  /** Ends with the first row whose quotes cannot be told: what follows could be anything. */
  static void read(Path file, Consumer<ParsedLine> lines) throws IOException {
    int line = 1;
    try (Reader reader = Files.newBufferedReader(file);
        MappingIterator<List<String>> rows = CSV.readerForListOf(String.class).readValues(reader)) {
      Optional<List<String>> header = Optional.empty();
      while (rows.hasNextValue()) {
        List<String> cells = rows.nextValue();
        if (header.isEmpty()
            && (cells.contains("") || new TreeSet<>(cells).size() != cells.size())) {
          lines.accept(bad(file, line, "the first row must name every field, each once"));
          return;
        }
        if (header.isEmpty()) {
          header = Optional.of(cells);
        } else if (!cells.equals(EMPTY_LINE)) {
          lines.accept(row(file, line, header.get(), cells));
        }
        line += linesOf(cells);
      }
      if (header.isEmpty()) {
        lines.accept(bad(file, line, "the file is empty; its first row names the fields"));
      }
    } catch (MalformedInputException e) {
      lines.accept(bad(file, line, "the file is not UTF-8"));
    } catch (JsonProcessingException e) {
      lines.accept(bad(file, line, "not CSV from here on: " + e.getOriginalMessage()));
    } catch (RuntimeJsonMappingException e) {
      lines.accept(bad(file, line, "not CSV from here on: " + e.getMessage()));
    }
  }

  /** A row takes a line, and one more for every break inside its cells. */
  private static int linesOf(List<String> cells) {
    int lines = 1;
    for (String cell : cells) {
      lines += LINE_BREAK.split(cell, -1).length - 1;
    }
    return lines;
  }

  private static ParsedLine row(Path file, int line, List<String> header, List<String> cells) {
    if (cells.size() != header.size()) {
      return bad(
          file,
          line,
          "the row has %d cells and the header %d".formatted(cells.size(), header.size()));
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        fields.put(header.get(i), cells.get(i));
      }
    }
    return new ParsedLine.Good(file + ":" + line, fields);
  }

  private static ParsedLine bad(Path file, int line, String message) {
    return new ParsedLine.Bad(new Problem(file + ":" + line, Reason.MALFORMED, message));
  }
}
