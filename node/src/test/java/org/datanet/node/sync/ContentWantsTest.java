package org.datanet.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.replica.WantedContent;
import org.junit.jupiter.api.Test;

class ContentWantsTest {

  private static final Optional<String> NOBODY = Optional.empty();
  private static final Optional<String> BOB = Optional.of("bob");
  private static final WantedContent A = content("a", 1);
  private static final WantedContent B = content("b", 1);

  private final ContentWants wants = new ContentWants();
  private long nowMs;

  private static WantedContent content(String text, long sizeBytes) {
    Cid cid = Cid.ofContent(text.getBytes(StandardCharsets.UTF_8));
    return new WantedContent(Bytes32.ZERO, cid, sizeBytes);
  }

  /** Waits until the next is due, if anything is. */
  private Map<Optional<String>, List<Cid>> fetchNext() {
    nowMs = wants.nextDueMs().orElse(nowMs);
    return wants.takeDue(nowMs);
  }

  private void failUntilAsleep(WantedContent content) {
    for (int i = 0; i < SyncLimits.CONTENT_ATTEMPTS_MAX; i++) {
      assertThat(fetchNext().values()).containsExactly(List.of(content.cid()));
      wants.ended(List.of(content.cid()), nowMs);
    }
    assertThat(wants.nextDueMs()).isEmpty();
  }

  @Test
  void gathersWantsAndAsksThePeerThatIsLikelyToHaveThem() {
    wants.add(A, BOB, 100);
    wants.add(B, NOBODY, 105);

    assertThat(wants.takeDue(100)).isEmpty();
    assertThat(wants.takeDue(105 + SyncLimits.CONTENT_GATHER_MS))
        .isEqualTo(Map.of(BOB, List.of(A.cid()), NOBODY, List.of(B.cid())));
    assertThat(wants.nextDueMs()).isEmpty();
  }

  @Test
  void asksEverybodyAfterThePeerAndLaterEachTime() {
    wants.add(A, BOB, 0);
    fetchNext();

    wants.ended(List.of(A.cid()), nowMs);
    long firstWaitMs = wants.nextDueMs().orElseThrow() - nowMs;

    assertThat(fetchNext()).isEqualTo(Map.of(NOBODY, List.of(A.cid())));
    wants.ended(List.of(A.cid()), nowMs);
    assertThat(wants.nextDueMs().orElseThrow() - nowMs).isGreaterThan(firstWaitMs);
  }

  @Test
  void aWantThatFailsDoesNotHoldUpANewOne() {
    wants.add(A, NOBODY, 0);
    fetchNext();
    wants.ended(List.of(A.cid()), nowMs);

    wants.add(B, NOBODY, nowMs);

    assertThat(wants.nextDueMs()).hasValue(nowMs + SyncLimits.CONTENT_GATHER_MS);
    assertThat(fetchNext()).isEqualTo(Map.of(NOBODY, List.of(B.cid())));
  }

  @Test
  void aContentThatComesWithTheLastFetchIsStillWantedWhenTheFetchEnds() {
    wants.add(A, NOBODY, 0);
    for (int i = 1; i < SyncLimits.CONTENT_ATTEMPTS_MAX; i++) {
      fetchNext();
      wants.ended(List.of(A.cid()), nowMs);
    }
    fetchNext();

    assertThat(wants.arrived(A.cid())).isTrue();
    assertThat(wants.ended(List.of(A.cid()), nowMs)).isEmpty();

    assertThat(wants.take(A.cid())).containsExactly(A);
  }

  @Test
  void aWantThatNobodyServedSleepsUntilItsContentIsBrought() {
    wants.add(A, NOBODY, 0);

    failUntilAsleep(A);

    assertThat(wants.arrived(A.cid())).isTrue();
    assertThat(wants.take(A.cid())).containsExactly(A);
    assertThat(wants.size()).isZero();
  }

  @Test
  void aSleeperIsFetchedAsOftenAgainWhenSomebodyAsksForIt() {
    wants.add(A, NOBODY, 0);
    failUntilAsleep(A);

    wants.add(A, BOB, nowMs);

    assertThat(fetchNext()).isEqualTo(Map.of(BOB, List.of(A.cid())));
    wants.ended(List.of(A.cid()), nowMs);
    assertThat(wants.nextDueMs()).isPresent();
  }

  @Test
  void sleepersMakeRoomAndOthersDoNot() {
    wants.add(A, NOBODY, 0);
    failUntilAsleep(A);
    int i = 0;
    while (wants.size() < SyncLimits.CONTENTS_WANTED_MAX) {
      wants.add(content("content " + i++, 1), NOBODY, nowMs);
    }

    assertThat(wants.add(B, NOBODY, nowMs)).isTrue();
    assertThat(wants.add(content("c", 1), NOBODY, nowMs)).isFalse();

    assertThat(wants.take(A.cid())).isEmpty();
    assertThat(wants.size()).isEqualTo(SyncLimits.CONTENTS_WANTED_MAX);
  }

  @Test
  void aContentThatNobodyWantsOrThatIsHereAlreadyIsNotTaken() {
    wants.add(A, NOBODY, 0);

    assertThat(wants.arrived(B.cid())).isFalse();
    assertThat(wants.arrived(A.cid())).isTrue();
    assertThat(wants.arrived(A.cid())).isFalse();
  }

  @Test
  void remembersAsWhatTheContentIsWanted() {
    WantedContent another = content("a", 2);
    wants.add(A, NOBODY, 0);
    wants.add(another, NOBODY, 0);

    assertThat(wants.take(A.cid())).containsExactly(A, another);
  }
}
