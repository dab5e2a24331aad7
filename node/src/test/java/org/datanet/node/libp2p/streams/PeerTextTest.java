package org.datanet.node.libp2p.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerTextTest {

  @Test
  void cutsATextBetweenCharacters() {
    String claimed = "ab\ud83d\ude00";

    assertThat(PeerText.line(claimed, 1)).isEqualTo("a");
    assertThat(PeerText.line(claimed, 3)).isEqualTo("ab");
    assertThat(PeerText.line(claimed, 4)).isEqualTo(claimed);
  }

  @Test
  void replacesWhatCouldSteerATerminal() {
    assertThat(PeerText.line("a\u001b[2J\n\u009b1mz", 99)).isEqualTo("a?[2J??1mz");
  }
}
