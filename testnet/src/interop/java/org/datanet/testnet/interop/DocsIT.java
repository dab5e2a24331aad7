package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/interop.md tells its reader to type. */
class DocsIT {

  @Test
  void theScriptShownIsTheFileBesideTheModule() throws IOException {
    assertThat(ListenScript.shown("listen.mjs"))
        .isEqualTo(Files.readString(ListenScript.file("listen.mjs")));
  }

  @Test
  void theVersionsToInstallAreThoseTested() throws IOException {
    JsonNode tested =
        new ObjectMapper()
            .readTree(JsProcess.folder().resolve("package.json").toFile())
            .get("dependencies");
    String docs = Files.readString(Path.of("../docs/interop.md"));

    List<MatchResult> told =
        Pattern.compile("(@?[a-z0-9/-]+)@(\\d+\\.\\d+\\.\\d+)").matcher(docs).results().toList();

    assertThat(told).hasSize(10);
    assertThat(told)
        .allSatisfy(
            found -> assertThat(tested.path(found.group(1)).asText()).isEqualTo(found.group(2)));
  }
}
