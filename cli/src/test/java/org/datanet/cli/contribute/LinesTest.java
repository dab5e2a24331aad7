package org.datanet.cli.contribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both formats: what is read, and the place of what is not. */
class LinesTest {

  @TempDir Path folder;

  private List<String> jsonl(byte[] text) throws IOException {
    Path file = Files.write(folder.resolve("f.jsonl"), text);
    List<ParsedLine> lines = new ArrayList<>();
    JsonLines.read(file, lines::add);
    return texts(lines);
  }

  private List<String> jsonl(String text) throws IOException {
    return jsonl(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> csv(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("f.csv"), text);
    List<ParsedLine> lines = new ArrayList<>();
    CsvRows.read(file, lines::add);
    return texts(lines);
  }

  /** {@code line:object} or {@code line:REASON message}. */
  private List<String> texts(List<ParsedLine> lines) {
    return lines.stream()
        .map(
            line ->
                switch (line) {
                  case ParsedLine.Good good -> number(good.place()) + good.fields();
                  case ParsedLine.Bad bad ->
                      number(bad.problem().place())
                          + bad.problem().reason()
                          + " "
                          + bad.problem().message();
                })
        .toList();
  }

  private static String number(String place) {
    return place.substring(place.lastIndexOf(':') + 1) + ":";
  }

  @Test
  void readsAnObjectALineAndPassesBlankLinesOver() throws IOException {
    assertThat(jsonl("{\"a\":1}\r\n\n  \n{\"b\":[\"ü\"]}"))
        .containsExactly("1:{\"a\":1}", "4:{\"b\":[\"ü\"]}");
  }

  @Test
  void tellsThePlaceOfALineThatIsNotJsonAndGoesOnBehindIt() throws IOException {
    assertThat(jsonl("{\"a\":1}\n{\"a\":\n{\"c\":3}\n"))
        .hasSize(3)
        .element(1)
        .asString()
        .startsWith("2:MALFORMED column ");
  }

  @Test
  void refusesWhatIsJsonAndNoObject() throws IOException {
    assertThat(jsonl("[1]\n\"a\"\n"))
        .containsExactly(
            "1:MALFORMED the line is not a JSON object",
            "2:MALFORMED the line is not a JSON object");
  }

  @Test
  void refusesRepeatedKeysAndTextBehindTheObject() throws IOException {
    assertThat(jsonl("{\"a\":1,\"a\":2}\n{\"a\":1} {\"b\":2}\n"))
        .allSatisfy(line -> assertThat(line).contains("MALFORMED"))
        .hasSize(2);
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    assertThat(jsonl(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
        .containsExactly("1:MALFORMED the line is not UTF-8");
  }

  @Test
  void refusesALineThatIsTooLongAndGoesOnBehindIt() throws IOException {
    assertThat(jsonl("x".repeat(LineLimits.LINE_BYTES_MAX + 1) + "\n{\"a\":1}"))
        .containsExactly("1:CONTENT_TOO_LARGE the line has 4,194,305 bytes", "2:{\"a\":1}");
  }

  @Test
  void readsCsvByItsHeaderAndLeavesEmptyCellsOut() throws IOException {
    assertThat(csv("term,gloss\ncat,\"a, \"\"feline\"\"\"\ndog,\n"))
        .containsExactly(
            "2:{\"term\":\"cat\",\"gloss\":\"a, \\\"feline\\\"\"}", "3:{\"term\":\"dog\"}");
  }

  @Test
  void tellsTheLineARowBeginsOnThoughCellsHoldLineBreaks() throws IOException {
    assertThat(csv("term,gloss\ncat,\"two\nlines\"\ndog,x,y\n"))
        .containsExactly(
            "2:{\"term\":\"cat\",\"gloss\":\"two\\nlines\"}",
            "4:MALFORMED the row has 3 cells and the header 2");
  }

  @Test
  void refusesAHeaderThatNamesAFieldTwiceOrNotAtAll() throws IOException {
    assertThat(csv("a,a\n1,2\n"))
        .containsExactly("1:MALFORMED the first row must name every field, each once");
    assertThat(csv("a,\n1,2\n"))
        .containsExactly("1:MALFORMED the first row must name every field, each once");
    assertThat(csv(""))
        .containsExactly("1:MALFORMED the file is empty; its first row names the fields");
  }

  @Test
  void endsWithARowWhoseQuotesDoNotClose() throws IOException {
    assertThat(csv("a,b\n1,2\n3,\"4\n5,6\n"))
        .hasSize(2)
        .last()
        .asString()
        .contains("MALFORMED not CSV from here on");
  }
}
