package org.datanet.testnet.gossipbench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final Arrivals arrivals = new Arrivals(100, 4);

  @Test
  void countsEachMessageOnceAndTellsHowLateItWas() {
    arrivals.add(100, 1_000, 1_400);
    arrivals.add(102, 2_000, 2_100);
    arrivals.add(101, 1_500, 2_500);

    assertThat(arrivals.tally()).isEqualTo(new Tally(3, 0, 1_400, 2_500, 400, 1_000, 1_000));
    assertThat(arrivals.tally().perSecond()).isEqualTo(2 * 1e9 / 1_100);
  }

  @Test
  void countsWhatCameBeforeOrBelongsToAnotherStretchAsDoubled() {
    assertThat(arrivals.add(103, 0, 1)).isEqualTo(1);

    assertThat(arrivals.add(103, 0, 2)).isZero();
    assertThat(arrivals.add(99, 0, 3)).isZero();
    assertThat(arrivals.add(104, 0, 4)).isZero();
    assertThat(arrivals.tally()).isEqualTo(new Tally(1, 3, 1, 1, 1, 1, 1));
  }

  @Test
  void tellsNothingOfNothing() {
    assertThat(arrivals.tally()).isEqualTo(new Tally(0, 0, 0, 0, 0, 0, 0));
    assertThat(arrivals.tally().perSecond()).isZero();
  }
}
