package org.datanet.protocol.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.datanet.protocol.EconomyVectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CuratorRulesTest {

  static List<JsonNode> weights() {
    return EconomyVectors.of("curatorWeight");
  }

  static List<JsonNode> gates() {
    return EconomyVectors.of("auditGate");
  }

  static List<JsonNode> panels() {
    return EconomyVectors.of("panelQuorum");
  }

  @ParameterizedTest
  @MethodSource("weights")
  void weighsCuratorsAsTheVectorsDo(JsonNode vector) {
    long[] scores = EconomyVectors.longs(vector.get("scoresPpm"));

    assertThat(
            CuratorWeights.weight(
                Arrays.stream(scores).sum(),
                scores.length,
                vector.get("minVotes").intValue(),
                vector.get("marginPpm").intValue()))
        .isEqualTo(vector.get("weight").longValue());
  }

  @ParameterizedTest
  @MethodSource("gates")
  void gatesCuratorsAsTheVectorsDo(JsonNode vector) {
    assertThat(
            AuditGate.of(
                vector.get("goodAudited").intValue(),
                vector.get("goodApproved").intValue(),
                vector.get("junkAudited").intValue(),
                vector.get("junkApproved").intValue()))
        .isEqualTo(AuditGate.valueOf(vector.get("gate").textValue()));
  }

  @Test
  void gateOpensAtExactlyThreeTenths() {
    assertThat(AuditGate.of(10, 8, 10, 5)).isEqualTo(AuditGate.OPEN);
    assertThat(AuditGate.of(10, 8, 10, 6)).isEqualTo(AuditGate.CLOSED);
    assertThat(AuditGate.of(8, 8, 7, 0)).isEqualTo(AuditGate.ESCROW);
    assertThatThrownBy(() -> AuditGate.of(8, 9, 8, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("panels")
  void quorumsAreThoseOfTheVectors(JsonNode vector) {
    assertThat(PanelRules.acceptQuorum(vector.get("panelSize").intValue()))
        .isEqualTo(vector.get("acceptQuorum").intValue());
  }

  @Test
  void panelTakesWhoIsThereAndNeedsThree() {
    assertThat(PanelRules.panelSize(100, 7)).hasValue(7);
    assertThat(PanelRules.panelSize(4, 7)).hasValue(4);
    assertThat(PanelRules.panelSize(3, 7)).hasValue(3);
    assertThat(PanelRules.panelSize(2, 7)).isEmpty();
  }
}
