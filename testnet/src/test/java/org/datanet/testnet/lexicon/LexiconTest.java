package org.datanet.testnet.lexicon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LexiconTest {
  private static Lexicon lexicon;

  @BeforeAll
  static void open() throws IOException {
    lexicon = Lexicon.open();
  }

  @Test
  void readsTheSensesOfAllFourCategories() {
    assertThat(lexicon.entries(LexiconCategory.NOUN)).hasSizeGreaterThan(40_000);
    assertThat(lexicon.entries(LexiconCategory.VERB)).hasSizeGreaterThan(3_000);
    assertThat(lexicon.entries(LexiconCategory.ADJECTIVE)).hasSizeGreaterThan(8_000);
    assertThat(lexicon.entries(LexiconCategory.ADVERB)).hasSizeGreaterThan(1_200);
  }

  @Test
  void knowsABreathAsAVerbOfTheBody() {
    assertThat(lexicon.entries(LexiconCategory.VERB))
        .contains(
            new LexiconEntry(
                "breathe",
                LexiconCategory.VERB,
                "verb.body",
                "draw air into, and expel out of, the lungs",
                List.of("I can breathe better when the air is clean", "The patient is respiring")));
  }

  @Test
  void labelsEveryEntryWithALexicographerClass() {
    for (LexiconCategory category : LexiconCategory.values()) {
      String prefix = category.manifestName().substring(0, 3);

      assertThat(lexicon.entries(category))
          .allSatisfy(
              entry -> {
                assertThat(entry.label()).startsWith(prefix).contains(".");
                assertThat(entry.term()).isNotBlank().doesNotContain("_");
              });
    }
  }

  @Test
  void writesContentWithSortedKeysAndWithoutSpaces() {
    LexiconEntry entry =
        new LexiconEntry(
            "café au lait",
            LexiconCategory.NOUN,
            "noun.food",
            "a \"milky\" coffee",
            List.of("one, please"));

    assertThat(new String(entry.content(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"examples\":[\"one, please\"],\"gloss\":\"a \\\"milky\\\" coffee\","
                + "\"label\":\"noun.food\",\"term\":\"café au lait\"}");
  }

  @Test
  void declaresInItsManifestTheCategoriesFieldsAndLicenceOfTheRecords() throws IOException {
    JsonNode manifest;
    try (InputStream toml = Lexicon.manifest()) {
      manifest = new TomlMapper().readTree(toml);
    }

    assertThat(manifest.path("name").asText()).isEqualTo("lexicon");
    assertThat(texts(manifest.path("categories")))
        .isEqualTo(
            Arrays.stream(LexiconCategory.values())
                .map(LexiconCategory::manifestName)
                .sorted()
                .toList());
    assertThat(texts(manifest.path("licences"))).isSorted().contains(Lexicon.LICENCE);
    assertThat(texts(manifest.path("requiredFields"))).containsExactly("gloss", "label", "term");
    assertThat(manifest.path("mediaType").asText()).isEqualTo("application/json");
    assertThat(manifest.path("guidelineVersion").asInt()).isEqualTo(1);
    assertThat(manifest.path("source").path("url").asText()).isEqualTo(Lexicon.SOURCE_URL);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
