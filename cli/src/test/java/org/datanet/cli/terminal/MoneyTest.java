package org.datanet.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "1500000 | 1500000",
        "1,500,000µ | 1500000",
        "1_500_000 | 1500000",
        "1.5c | 1500000",
        "2c | 2000000",
        "0.000001c | 1",
        "4611686018427387903 | 4611686018427387903",
      })
  void readsMicrosAndCredits(String text, long micros) {
    assertThat(Money.parse(text)).contains(new Money(micros));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c",
        "-1",
        "1.5",
        "1.5 c",
        "0.0000001c",
        "1e6",
        "4611686018427387904",
        "9999999999999c",
        "١",
        "0x10"
      })
  void refusesWhatIsNoAmount(String text) {
    assertThat(Money.parse(text)).isEqualTo(Optional.empty());
  }

  @Test
  void showsMicrosWithSeparatorsAndCreditsWithoutTrailingZeros() {
    assertThat(Money.text(1_500_000)).isEqualTo("1,500,000 µ (1.5 credits)");
    assertThat(Money.text(1_000_000)).isEqualTo("1,000,000 µ (1 credit)");
    assertThat(Money.text(1_234_000_001_000L))
        .isEqualTo("1,234,000,001,000 µ (1,234,000.001 credits)");
    assertThat(Money.text(0)).isEqualTo("0 µ (0 credits)");
  }
}
