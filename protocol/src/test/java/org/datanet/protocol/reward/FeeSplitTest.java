package org.datanet.protocol.reward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.datanet.protocol.EconomyVectors;
import org.datanet.protocol.datanet.ParameterSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeeSplitTest {

  private static final ParameterSet DEFAULTS = ParameterSet.defaults(1);

  static List<JsonNode> vectors() {
    return EconomyVectors.of("feeSplit");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void splitsAsTheVectorsDo(JsonNode vector) {
    assertThat(FeeSplit.of(vector.get("fee").longValue(), DEFAULTS))
        .isEqualTo(
            new FeeSplit(
                vector.get("burn").longValue(),
                vector.get("reserve").longValue(),
                vector.get("contributor").longValue(),
                vector.get("curator").longValue(),
                vector.get("juror").longValue(),
                vector.get("maintenance").longValue(),
                vector.get("validator").longValue()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 19, 20, 21, 9_999, 123_456_789_012_345L, Long.MAX_VALUE})
  void sumsToTheFeeAndNeverBurnsLessThanItsShare(long feeMicros) {
    FeeSplit split = FeeSplit.of(feeMicros, DEFAULTS);

    assertThat(
            split.burnMicros()
                + split.reserveMicros()
                + split.contributorMicros()
                + split.curatorMicros()
                + split.jurorMicros()
                + split.maintenanceMicros()
                + split.validatorMicros())
        .isEqualTo(feeMicros);
    assertThat(split.burnMicros()).isEqualTo(Math.ceilDiv(feeMicros, 20));
  }

  @Test
  void splittingAReceiptDoesNotBurnLess() {
    FeeSplit whole = FeeSplit.of(10_001, DEFAULTS);
    FeeSplit part = FeeSplit.of(5_001, DEFAULTS);
    FeeSplit rest = FeeSplit.of(5_000, DEFAULTS);

    assertThat(part.burnMicros() + rest.burnMicros()).isGreaterThanOrEqualTo(whole.burnMicros());
  }
}
