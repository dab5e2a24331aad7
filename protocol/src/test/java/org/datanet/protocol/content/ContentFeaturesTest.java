package org.datanet.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContentFeaturesTest {

  @Test
  void countsRunsOfTokenBytes() {
    assertThat(tokens("")).isZero();
    assertThat(tokens(" \t\n.,;_-'")).isZero();
    assertThat(tokens("word")).isEqualTo(1);
    assertThat(tokens("  a small, furry animal.")).isEqualTo(4);
    assertThat(tokens("don't")).isEqualTo(2);
    assertThat(tokens("3.14")).isEqualTo(2);
    assertThat(tokens("naïve café")).isEqualTo(2);
    assertThat(tokens("日本語")).isEqualTo(1);
  }

  @Test
  void tableHasLettersDigitsAndTheUpperHalf() {
    int tokenBytes = 0;
    for (int b = 0; b < 256; b++) {
      tokenBytes += ByteTokens.isTokenByte((byte) b) ? 1 : 0;
    }

    assertThat(tokenBytes).isEqualTo(26 + 26 + 10 + 128);
    for (char separator : "@[`{/:".toCharArray()) {
      assertThat(ByteTokens.isTokenByte((byte) separator)).isFalse();
    }
    for (char token : "AZaz09".toCharArray()) {
      assertThat(ByteTokens.isTokenByte((byte) token)).isTrue();
    }
  }

  @Test
  void sizeIsInBytes() {
    byte[] content = "é e".getBytes(StandardCharsets.UTF_8);

    assertThat(ContentFeatures.of(content)).isEqualTo(new ContentFeatures(4, 2));
  }

  @Test
  void refusesMoreTokensThanBytesAllow() {
    assertThat(new ContentFeatures(3, 2).tokens()).isEqualTo(2);
    assertThatThrownBy(() -> new ContentFeatures(4, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ContentFeatures(-1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long tokens(String text) {
    return ContentFeatures.of(text.getBytes(StandardCharsets.UTF_8)).tokens();
  }
}
