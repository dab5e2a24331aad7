package org.datanet.protocol.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.datanet.protocol.EconomyVectors;
import org.datanet.protocol.curation.CorrelatedAgreement.Score.Scored;
import org.datanet.protocol.curation.CorrelatedAgreement.Score.Unscored;
import org.datanet.protocol.curation.CorrelatedAgreement.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorrelatedAgreementTest {

  static List<JsonNode> vectors() {
    return EconomyVectors.of("correlatedAgreement");
  }

  /** The vectors give the formula's figure, also where a base rate leaves the vote unscored. */
  @ParameterizedTest
  @MethodSource("vectors")
  void scoresAsTheVectorsDo(JsonNode vector) {
    int panelVotes = vector.get("panelVotes").intValue();
    int agree = vector.get("agree").intValue();
    long otherVotes = vector.get("otherVotes").longValue();
    long otherEqual = vector.get("otherEqual").longValue();
    int scorePpm = vector.get("scorePpm").intValue();

    assertThat(CorrelatedAgreement.scorePpm(panelVotes, agree, otherVotes, otherEqual))
        .isEqualTo(scorePpm);
    boolean lopsided = Math.min(otherEqual, otherVotes - otherEqual) * 100 < 5 * otherVotes;
    assertThat(CorrelatedAgreement.score(panelVotes, agree, otherVotes, otherEqual))
        .isEqualTo(lopsided ? new Unscored(Why.MINORITY_TOO_SMALL) : new Scored(scorePpm));
  }

  @Test
  void roundsTowardsMinusInfinity() {
    // (0·61 − 2·20)·10^6 / 122 = −327,868.85…
    assertThat(CorrelatedAgreement.score(3, 0, 61, 20)).isEqualTo(new Scored(-327_869));
  }

  @Test
  void paysNothingForAgreementThatEverybodyHas() {
    assertThat(CorrelatedAgreement.scorePpm(7, 6, 500, 500)).isZero();
  }

  @Test
  void leavesAPanelBelowThreeUnscored() {
    assertThat(CorrelatedAgreement.score(2, 1, 100, 50))
        .isEqualTo(new Unscored(Why.PANEL_TOO_SMALL));
    assertThat(CorrelatedAgreement.score(1, 0, 100, 50))
        .isEqualTo(new Unscored(Why.PANEL_TOO_SMALL));
    assertThat(CorrelatedAgreement.score(3, 1, 100, 50)).isInstanceOf(Scored.class);
  }

  @Test
  void leavesAVoteWithFewOthersUnscored() {
    assertThat(CorrelatedAgreement.score(7, 3, 59, 30))
        .isEqualTo(new Unscored(Why.TOO_FEW_OTHER_VOTES));
    assertThat(CorrelatedAgreement.score(7, 3, 0, 0))
        .isEqualTo(new Unscored(Why.TOO_FEW_OTHER_VOTES));
    assertThat(CorrelatedAgreement.score(7, 3, 60, 30)).isEqualTo(new Scored(0));
  }

  @Test
  void leavesAVoteUnscoredWhereEitherVerdictIsRarerThanOneInTwenty() {
    assertThat(CorrelatedAgreement.score(7, 3, 100, 4))
        .isEqualTo(new Unscored(Why.MINORITY_TOO_SMALL));
    assertThat(CorrelatedAgreement.score(7, 3, 100, 96))
        .isEqualTo(new Unscored(Why.MINORITY_TOO_SMALL));
    assertThat(CorrelatedAgreement.score(7, 3, 100, 5)).isInstanceOf(Scored.class);
    assertThat(CorrelatedAgreement.score(7, 3, 100, 95)).isInstanceOf(Scored.class);
  }

  @Test
  void refusesCountsThatCannotBe() {
    assertThatThrownBy(() -> CorrelatedAgreement.score(3, 3, 100, 50))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CorrelatedAgreement.score(3, 1, 100, 101))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CorrelatedAgreement.scorePpm(1, 0, 100, 50))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
