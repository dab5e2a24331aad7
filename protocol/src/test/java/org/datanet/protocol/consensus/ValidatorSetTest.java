package org.datanet.protocol.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.datanet.protocol.consensus.ValidatorSet.Validator;
import org.junit.jupiter.api.Test;

class ValidatorSetTest {

  @Test
  void isInAccountOrderWhateverOrderItWasMadeIn() {
    ValidatorSet set = Fixtures.validators("cab", 3, 1, 2);

    assertThat(set.validators())
        .containsExactly(
            new Validator(Fixtures.account('a'), 1),
            new Validator(Fixtures.account('b'), 2),
            new Validator(Fixtures.account('c'), 3));
    assertThat(set).isEqualTo(Fixtures.validators("abc", 1, 2, 3));
    assertThat(set.totalWeight()).isEqualTo(6);
  }

  @Test
  void asksForStrictlyMoreThanTwoThirdsAndOneThird() {
    ValidatorSet nine = Fixtures.validators("abc", 3, 3, 3);

    assertThat(nine.quorum(6)).isFalse();
    assertThat(nine.quorum(7)).isTrue();
    assertThat(nine.oneThird(3)).isFalse();
    assertThat(nine.oneThird(4)).isTrue();
  }

  @Test
  void thresholdsHoldAtTheLargestTotal() {
    ValidatorSet huge =
        Fixtures.validators("ab", ValidatorSet.TOTAL_WEIGHT_MAX - 1, 1); // 3 × total fits a long

    assertThat(huge.quorum(ValidatorSet.TOTAL_WEIGHT_MAX)).isTrue();
    assertThat(huge.quorum(ValidatorSet.TOTAL_WEIGHT_MAX / 3 * 2)).isFalse();
  }

  @Test
  void refusesATotalThatWouldOverflowTheThresholds() {
    assertThatThrownBy(() -> Fixtures.validators("ab", ValidatorSet.TOTAL_WEIGHT_MAX, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("total weight");
    assertThatThrownBy(() -> Fixtures.validators("ab", Long.MAX_VALUE, Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesNobodyTooManyTheWeightlessAndTheSameTwice() {
    List<Validator> tooMany = new ArrayList<>();
    for (int i = 0; i <= ConsensusLimits.VALIDATORS_MAX; i++) {
      tooMany.add(new Validator(Fixtures.account('a'), 1));
    }

    assertThatThrownBy(() -> ValidatorSet.of(List.of())).hasMessage("0 validators");
    assertThatThrownBy(() -> ValidatorSet.of(tooMany)).hasMessage("1001 validators");
    assertThatThrownBy(() -> Fixtures.validators("ab", 1, 0)).hasMessageContaining("not positive");
    assertThatThrownBy(() -> Fixtures.validators("aa", 1, 1)).hasMessageContaining("twice");
  }

  @Test
  void encodesCountThenAccountsAndWeightsInOrder() {
    ValidatorSet set = Fixtures.validators("ba", 258, 1);

    assertThat(set.encode().toUnprefixedHexString())
        .isEqualTo(
            "00000002"
                + "0".repeat(62)
                + "61"
                + "0000000000000001"
                + "0".repeat(62)
                + "62"
                + "0000000000000102");
  }
}
