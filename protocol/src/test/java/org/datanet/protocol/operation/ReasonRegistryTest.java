package org.datanet.protocol.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of docs/protocol.md §8 says what the enum says, in its order. */
class ReasonRegistryTest {

  private static final Path PROTOCOL = Path.of("..", "docs", "protocol.md");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| (.*?) \\| .* \\|$");

  @Test
  void tableListsEveryReasonWithItsMeaning() throws IOException {
    String document = Files.readString(PROTOCOL);
    int begin = document.indexOf("\n## 8. Reason codes");
    String section = document.substring(begin, document.indexOf("\n## 9. ", begin));

    List<String> rows =
        ROW.matcher(section).results().map(row -> row.group(1) + ": " + row.group(2)).toList();

    assertThat(rows)
        .isEqualTo(Arrays.stream(Reason.values()).map(r -> r.name() + ": " + r.text()).toList());
  }
}
