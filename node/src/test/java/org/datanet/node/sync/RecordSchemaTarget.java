package org.datanet.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.wire.Manifest;

/** Content of anybody fits its schema or is refused in a line that can steer no terminal. */
public final class RecordSchemaTarget implements FuzzTarget {

  private static final Manifest MANIFEST =
      Manifest.newBuilder()
          .setMediaType("application/json")
          .addAllRequiredFields(List.of("gloss", "term"))
          .build();

  @Override
  public String name() {
    return "record";
  }

  @Override
  public void accept(byte[] input) {
    RecordSchema.check(MANIFEST, input)
        .ifPresent(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.SCHEMA_MISMATCH);
              assertThat(refusal.message()).hasSizeLessThanOrEqualTo(1_000);
              assertThat(refusal.message().chars()).noneMatch(Character::isISOControl);
            });
  }
}
