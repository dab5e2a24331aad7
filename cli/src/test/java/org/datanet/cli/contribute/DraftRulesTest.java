package org.datanet.cli.contribute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.identity.AccountId;
import org.junit.jupiter.api.Test;

class DraftRulesTest {

  private static final Manifest MANIFEST =
      new Manifest(
          "words",
          "",
          List.of("noun", "verb"),
          List.of("CC0-1.0"),
          "application/json",
          List.of("label", "term"),
          1,
          ParameterSet.defaults(1));

  private static final ContributionTerms BY_FIELDS =
      new ContributionTerms(
          Optional.empty(),
          Optional.of("pos"),
          List.of(),
          Optional.of("label"),
          "CC0-1.0",
          Optional.empty(),
          false);

  private final DraftRules rules =
      new DraftRules(MANIFEST, new AccountId(Bytes32.fromHexStringLenient("01")), BY_FIELDS);

  private void take(String json) throws IOException {
    int place = rules.drafts().size() + rules.problems().size() + 1;
    rules.take(new ParsedLine.Good("f:" + place, (ObjectNode) new ObjectMapper().readTree(json)));
  }

  private List<String> problems() {
    return rules.problems().stream().map(p -> p.place() + " " + p.reason()).toList();
  }

  @Test
  void contentHasSortedKeysAndOnlyTheDescribingFieldsThatTheSchemaAsksFor() throws IOException {
    take(
        "{\"term\":\"cat\",\"pos\":\"noun\",\"label\":\"animal\",\"more\":{\"b\":1.50,\"a\":[2]}}");

    Draft draft = rules.drafts().get(0);
    assertThat(new String(draft.content(), StandardCharsets.UTF_8))
        .isEqualTo("{\"label\":\"animal\",\"more\":{\"a\":[2],\"b\":1.5},\"term\":\"cat\"}");
    assertThat(draft.category()).isEqualTo("noun");
    assertThat(draft.labels()).containsExactly("animal");
  }

  @Test
  void refusesEachLineThatANodeWouldRefuseAndKeepsTheOthers() throws IOException {
    take("{\"term\":\"cat\",\"label\":\"x\",\"pos\":\"noun\"}");
    take("{\"label\":\"x\",\"pos\":\"noun\"}");
    take("{\"term\":\" \",\"label\":\"x\",\"pos\":\"noun\"}");
    take("{\"term\":\"dog\",\"label\":\"x\",\"pos\":\"animal\"}");
    take("{\"term\":\"dog\",\"label\":\"x\"}");
    take("{\"term\":\"cat\",\"pos\":\"noun\",\"label\":\"x\"}");
    take("{\"term\":\"" + "x".repeat(1 << 20) + "\",\"label\":\"x\",\"pos\":\"noun\"}");
    take("{\"term\":\"a\",\"label\":\"" + "x".repeat(65) + "\",\"pos\":\"noun\"}");

    assertThat(problems())
        .containsExactly(
            "f:2 SCHEMA_MISMATCH",
            "f:3 SCHEMA_MISMATCH",
            "f:4 UNKNOWN_CATEGORY",
            "f:5 UNKNOWN_CATEGORY",
            "f:6 RECORD_EXISTS",
            "f:7 CONTENT_TOO_LARGE",
            "f:8 FIELD_OUT_OF_RANGE");
    assertThat(rules.drafts()).extracting(Draft::place).containsExactly("f:1");
  }

  @Test
  void dropsWhatTheDatanetHoldsAndNamesTheRecord() throws IOException {
    take("{\"term\":\"cat\",\"label\":\"x\",\"pos\":\"noun\"}");
    take("{\"term\":\"dog\",\"label\":\"x\",\"pos\":\"noun\"}");

    rules.dropExisting(Map.of(rules.drafts().get(0).cid(), "ab12"));

    assertThat(problems()).containsExactly("f:1 RECORD_EXISTS");
    assertThat(rules.problems().get(0).message()).contains("ab12");
    assertThat(rules.drafts()).extracting(Draft::place).containsExactly("f:2");
  }
}
