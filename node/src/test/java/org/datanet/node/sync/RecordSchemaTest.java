package org.datanet.node.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.wire.Manifest;
import org.junit.jupiter.api.Test;

class RecordSchemaTest {

  private static final Manifest MANIFEST =
      Manifest.newBuilder().setMediaType("application/json").addRequiredFields("term").build();

  private static Optional<Refusal> check(String content) {
    return RecordSchema.check(MANIFEST, content.getBytes(UTF_8));
  }

  @Test
  void takesAnObjectWithItsFields() {
    assertThat(check("{\"term\": \"dog\", \"more\": [1.5e300, null]}")).isEmpty();
  }

  @Test
  void namesTheFieldThatIsNoText() {
    assertThat(check("{\"term\": \" \"}").orElseThrow())
        .isEqualTo(
            new Refusal(
                Reason.SCHEMA_MISMATCH, "the field 'term' must be a text that is not empty"));
  }

  @Test
  void quotesContentInOneLineWithoutControlCharacters() {
    String message = check("{\"a\\u001b[2J\\n\": 1, \"a\\u001b[2J\\n\": 2}").orElseThrow().detail();

    assertThat(message).isEqualTo("not JSON: Duplicate field 'a?[2J?'");
  }
}
