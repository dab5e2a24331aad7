package org.datanet.protocol.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.datanet.protocol.EconomyVectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VestingTest {

  static List<JsonNode> vectors() {
    return EconomyVectors.of("vesting");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vestsAsTheVectorsDo(JsonNode vector) {
    long[] parts = EconomyVectors.longs(vector.get("parts"));

    assertThat(Vesting.parts(vector.get("tranche").longValue(), parts.length)).isEqualTo(parts);
  }

  @Test
  void refusesNoPartsAndNegativeTranches() {
    assertThatThrownBy(() -> Vesting.parts(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Vesting.parts(-1, 8)).isInstanceOf(IllegalArgumentException.class);
  }
}
