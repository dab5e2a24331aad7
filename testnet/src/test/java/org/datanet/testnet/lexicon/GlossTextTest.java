package org.datanet.testnet.lexicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GlossTextTest {
  @Test
  void takesTheDefinitionApartFromItsExamples() {
    assertThat(
            GlossText.parse("by a little; \"I just caught the bus\"; \"it was barely 5 a.m.\"  "))
        .contains(
            new GlossText("by a little", List.of("I just caught the bus", "it was barely 5 a.m.")));
  }

  @Test
  void keepsSemicolonsAndQuotedWordsOfTheDefinition() {
    assertThat(GlossText.parse("in essence; at bottom (as in \"at heart\"); \"he is dishonest\""))
        .contains(
            new GlossText(
                "in essence; at bottom (as in \"at heart\")", List.of("he is dishonest")));
  }

  @Test
  void leavesOutTheAuthorOfAQuotation() {
    assertThat(GlossText.parse("a short time before; \"had scarcely rung\"- W.B.Yeats"))
        .contains(new GlossText("a short time before", List.of("had scarcely rung")));
  }

  @Test
  void givesNothingForAFieldWithoutADefinition() {
    assertThat(GlossText.parse("  ")).isEmpty();
    assertThat(GlossText.parse("\"only an example\"")).isEmpty();
  }
}
