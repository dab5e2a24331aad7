package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datanet.node.network.Trimming.Candidate;
import org.junit.jupiter.api.Test;

class TrimmingTest {

  private static final ConnectionLimits TWO_OF_THREE =
      new ConnectionLimits(1, 3, 2, 1_000, BanRules.DEFAULT);
  private static final long OLD = 5_000;

  private static Candidate<String> outbound(String name, double worth, long ageMs) {
    return new Candidate<>(name, false, false, worth, ageMs);
  }

  private static Candidate<String> inbound(String name, double worth, long ageMs) {
    return new Candidate<>(name, false, true, worth, ageMs);
  }

  @Test
  void letsNobodyGoAsLongAsThereIsRoom() {
    assertThat(
            Trimming.excess(
                List.of(outbound("a", 0, OLD), outbound("b", 0, OLD), outbound("c", -9, OLD)),
                TWO_OF_THREE))
        .isEmpty();
  }

  @Test
  void letsTheLeastUsefulGo() {
    assertThat(
            Trimming.excess(
                List.of(
                    inbound("useful", 9, OLD),
                    outbound("idle", 0, OLD),
                    outbound("harmful", -3, OLD),
                    inbound("busy", 5, OLD)),
                TWO_OF_THREE))
        .containsExactly("harmful", "idle");
  }

  @Test
  void ofEqualWorthTheNewcomersThatCameByThemselvesGo() {
    assertThat(
            Trimming.excess(
                List.of(
                    outbound("chosen", 0, OLD),
                    inbound("old", 0, 9 * OLD),
                    inbound("young", 0, OLD),
                    inbound("younger", 0, OLD - 1)),
                TWO_OF_THREE))
        .containsExactly("younger", "young");
  }

  @Test
  void leavesNewConnectionsAndProtectedOnesAlone() {
    assertThat(
            Trimming.excess(
                List.of(
                    new Candidate<>("ours", true, false, -9, OLD),
                    inbound("new", -9, 999),
                    inbound("old", 0, OLD),
                    inbound("older", 0, OLD + 1),
                    new Candidate<>("ours too", true, true, -9, OLD)),
                TWO_OF_THREE))
        .containsExactly("old", "older");
  }
}
