package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WanderingTest {

  private static final long FIRST_MS = PeerRoutingLimits.WANDER_FIRST_MS;

  private final Wandering wandering = new Wandering();

  @Test
  void oneAtATime() {
    assertThat(wandering.begins(0)).isTrue();
    assertThat(wandering.begins(FIRST_MS)).isFalse();
  }

  @Test
  void goesOnSoonWhereItMetSomebodyAndEverLaterWhereNot() {
    wandering.begins(0);

    wandering.ended(true, 0);
    assertThat(wandering.begins(FIRST_MS - 1)).isFalse();
    assertThat(wandering.begins(FIRST_MS)).isTrue();
    wandering.ended(false, 0);
    assertThat(wandering.begins(2 * FIRST_MS - 1)).isFalse();
    assertThat(wandering.begins(2 * FIRST_MS)).isTrue();
    wandering.ended(false, 0);
    assertThat(wandering.begins(4 * FIRST_MS - 1)).isFalse();
    assertThat(wandering.begins(4 * FIRST_MS)).isTrue();
    wandering.ended(true, 0);
    assertThat(wandering.begins(FIRST_MS)).isTrue();
  }

  @Test
  void isNeverLaterThanFiveMinutes() {
    for (int i = 0; i < 100; i++) {
      wandering.begins(Long.MAX_VALUE);
      wandering.ended(false, 0);
    }

    assertThat(wandering.begins(PeerRoutingLimits.WANDER_MAX_MS)).isTrue();
  }
}
