package org.datanet.testnet.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LexiconSampleTest {
  private static final int SIZE = 3_000;
  private static final int JUNK_SHARE_PPM = 250_000;

  private static Lexicon lexicon;
  private static LexiconSample sample;

  @BeforeAll
  static void draw() throws IOException {
    lexicon = Lexicon.open();
    sample = LexiconSample.draw(lexicon, 7, SIZE, JUNK_SHARE_PPM);
  }

  @Test
  void drawsTheSameRecordsFromTheSameSeed() {
    assertThat(LexiconSample.draw(lexicon, 7, SIZE, JUNK_SHARE_PPM)).isEqualTo(sample);
  }

  @Test
  void drawsOtherRecordsFromAnotherSeed() {
    assertThat(contents(LexiconSample.draw(lexicon, 8, SIZE, JUNK_SHARE_PPM)))
        .isNotEqualTo(contents(sample));
  }

  @Test
  void mixesEveryKindOfJunkInTheShareAskedFor() {
    assertThat(sample.records()).hasSize(SIZE);
    assertThat(SIZE - sample.count(Truth.GOOD)).isBetween(740, 750);
    for (Truth kind : Truth.values()) {
      if (!kind.isGood()) {
        assertThat(sample.count(kind)).as(kind.name()).isBetween(183, 191);
      }
    }
  }

  @Test
  void givesEveryCategoryATenthAtLeast() {
    for (LexiconCategory category : LexiconCategory.values()) {
      assertThat(sample.records())
          .filteredOn(one -> one.entry().category() == category)
          .as(category.name())
          .hasSizeGreaterThanOrEqualTo(SIZE / 10);
    }
  }

  @Test
  void takesGoodRecordsFromTheDictionaryAsTheyAre() {
    Set<LexiconEntry> known = new HashSet<>();
    for (LexiconCategory category : LexiconCategory.values()) {
      known.addAll(lexicon.entries(category));
    }

    assertThat(sample.records())
        .allSatisfy(
            one ->
                assertThat(known.contains(one.entry()))
                    .as("%s", one)
                    .isEqualTo(one.truth().isGood() || one.truth() == Truth.COPY));
  }

  @Test
  void mislabelsWithAClassThatTheDictionaryUsesElsewhere() {
    assertThat(sample.records())
        .filteredOn(one -> one.truth() == Truth.WRONG_LABEL)
        .allSatisfy(
            one -> {
              LexiconEntry entry = one.entry();
              LexiconEntry real =
                  lexicon.entries(entry.category()).stream()
                      .filter(
                          known ->
                              known.term().equals(entry.term())
                                  && known.gloss().equals(entry.gloss()))
                      .findFirst()
                      .orElseThrow();
              assertThat(entry.label()).isNotEqualTo(real.label());
            });
  }

  @Test
  void repeatsOnlyGoodRecordsThatCameBefore() {
    List<SampleRecord> records = sample.records();

    for (int i = 0; i < records.size(); i++) {
      SampleRecord one = records.get(i);
      boolean repeats = one.truth() == Truth.COPY || one.truth() == Truth.NEAR_COPY;
      assertThat(one.originalIndex().isPresent()).isEqualTo(repeats);
      if (repeats) {
        int original = one.originalIndex().getAsInt();
        assertThat(original).isLessThan(i);
        assertThat(records.get(original).truth()).isEqualTo(Truth.GOOD);
      }
    }
  }

  @Test
  void sharesBytesBetweenCopiesAndTheirOriginalsOnly() {
    long copies = sample.count(Truth.COPY);

    assertThat(new HashSet<>(contents(sample))).hasSize((int) (SIZE - copies));
    assertThat(sample.records())
        .filteredOn(one -> one.truth() == Truth.COPY)
        .allSatisfy(one -> assertThat(one.content()).isEqualTo(original(one).content()));
  }

  @Test
  void keepsNearCopiesWithinTheDeduplicationThreshold() {
    assertThat(sample.records())
        .filteredOn(one -> one.truth() == Truth.NEAR_COPY)
        .allSatisfy(
            one ->
                assertThat(
                        ByteGrams.of(one.content()).isNear(ByteGrams.of(original(one).content())))
                    .as("%s", one.entry())
                    .isTrue());
  }

  @Test
  void findsHardlyAnyOtherPairWithinTheDeduplicationThreshold() {
    List<ByteGrams> grams =
        sample.records().stream()
            .filter(one -> one.originalIndex().isEmpty())
            .map(one -> ByteGrams.of(one.content()))
            .toList();

    List<String> nearPairs = new ArrayList<>();
    for (int i = 0; i < grams.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (grams.get(i).isNear(grams.get(j))) {
          nearPairs.add(grams.get(j) + " and " + grams.get(i));
        }
      }
    }
    assertThat(nearPairs).hasSizeLessThanOrEqualTo(SIZE / 1_000);
  }

  @Test
  void drawsTheLargestSampleWithTheMostJunk() {
    LexiconSample largest =
        LexiconSample.draw(lexicon, 1, LexiconSample.RECORDS_MAX, LexiconSample.JUNK_SHARE_PPM_MAX);

    assertThat(largest.records()).hasSize(LexiconSample.RECORDS_MAX);
    assertThat(largest.count(Truth.GOOD)).isBetween(5_000, 5_004);
  }

  @Test
  void drawsSamplesTooSmallForEveryKind() {
    for (int size = 0; size <= 40; size++) {
      assertThat(
              LexiconSample.draw(lexicon, size, size, LexiconSample.JUNK_SHARE_PPM_MAX).records())
          .hasSize(size);
    }
  }

  @Test
  void refusesSizesAndSharesOutOfBounds() {
    assertThatThrownBy(() -> LexiconSample.draw(lexicon, 1, LexiconSample.RECORDS_MAX + 1, 0))
        .hasMessageContaining("size");
    assertThatThrownBy(
            () -> LexiconSample.draw(lexicon, 1, 1, LexiconSample.JUNK_SHARE_PPM_MAX + 1))
        .hasMessageContaining("junkSharePpm");
  }

  private static SampleRecord original(SampleRecord repeated) {
    return sample.records().get(repeated.originalIndex().getAsInt());
  }

  private static List<String> contents(LexiconSample drawn) {
    return drawn.records().stream()
        .map(one -> new String(one.content(), StandardCharsets.UTF_8))
        .toList();
  }
}
