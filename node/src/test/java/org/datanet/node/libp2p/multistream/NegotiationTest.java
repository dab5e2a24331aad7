package org.datanet.node.libp2p.multistream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.datanet.node.libp2p.multistream.Negotiation.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NegotiationTest {

  private static final ByteBufAllocator POOL = PooledByteBufAllocator.DEFAULT;
  private static final String HEADER = "\u0013/multistream/1.0.0\n";
  private static final String NA = "\u0003na\n";

  private Negotiation negotiation = Negotiation.responder(POOL, List.of("/a", "/b")::contains);

  @AfterEach
  void close() {
    negotiation.close();
  }

  /** Feeds text and gives what came of it as text: the reply, then the verdict. */
  private String feed(String text) {
    ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    return switch (negotiation.receive(in)) {
      case Outcome.Pending p -> take(p.reply());
      case Outcome.Agreed a -> take(a.reply()) + "=" + a.protocol() + "+" + take(a.rest());
      case Outcome.Refused r -> "refused";
      case Outcome.Violated v -> "violated: " + v.reason();
    };
  }

  private static String take(ByteBuf bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.release();
    return text;
  }

  private void asInitiator(String... proposals) {
    negotiation.close();
    negotiation = Negotiation.initiator(POOL, List.of(proposals));
  }

  @Test
  void theInitiatorSendsItsProposalAtOnce() {
    asInitiator("/a", "/b");

    assertThat(take(negotiation.opening())).isEqualTo(HEADER + "\u0003/a\n");
  }

  @Test
  void theResponderAnswersHeaderAndProposalTogetherAndHandsOnTheRest() {
    assertThat(feed(HEADER + "\u0003/a\nrest")).isEqualTo(HEADER + "\u0003/a\n=/a+rest");
  }

  @Test
  void theResponderAnswersByteByByte() {
    StringBuilder said = new StringBuilder();
    for (char c : (HEADER + "\u0003/x\n\u0003/b\n").toCharArray()) {
      said.append(feed(String.valueOf(c)));
    }

    assertThat(said).hasToString(HEADER + NA + "\u0003/b\n=/b+");
  }

  @Test
  void theInitiatorOffersItsSecondChoiceAfterANo() {
    asInitiator("/x", "/b");

    assertThat(feed(HEADER + NA)).isEqualTo("\u0003/b\n");
    assertThat(feed("\u0003/b\nrest")).isEqualTo("=/b+rest");
  }

  @Test
  void theInitiatorGivesUpAfterItsLastProposal() {
    asInitiator("/x");

    assertThat(feed(HEADER + NA)).isEqualTo("refused");
  }

  @Test
  void anUnaskedAnswerIsAViolation() {
    asInitiator("/x");

    assertThat(feed(HEADER + "\u0003/b\n")).startsWith("violated");
  }

  @Test
  void listingIsAnsweredLikeAnUnknownProtocol() {
    assertThat(feed(HEADER + "\u0003ls\n")).isEqualTo(HEADER + NA);
  }

  @Test
  void strangersAreToldApartByTheirFirstByte() {
    assertThat(feed("G")).isEqualTo("violated: no /multistream/1.0.0 header");
  }

  @Test
  void anotherHeaderIsAViolation() {
    assertThat(feed("\u0013/multistream/2.0.0\n")).startsWith("violated");
  }

  @Test
  void aMessageWithoutNewlineIsAViolation() {
    assertThat(feed(HEADER + "\u0002/a")).startsWith("violated");
  }

  @Test
  void aMessageOverTheBoundIsAViolationBeforeItsBytesCome() {
    ByteBuf in =
        Unpooled.copiedBuffer(HEADER, StandardCharsets.UTF_8).writeByte(0x81).writeByte(0x08);

    assertThat(negotiation.receive(in)).isInstanceOf(Outcome.Violated.class);
  }

  @Test
  void proposalsWithoutEndAreAViolation() {
    assertThat(feed(HEADER + "\u0003/x\n".repeat(15))).isEqualTo(HEADER + NA.repeat(15));
    assertThat(feed("\u0003/x\n")).isEqualTo("violated: more than 16 proposals");
  }

  @Test
  void anInitiatorOffersOneToSixteenProtocols() {
    assertThatThrownBy(() -> Negotiation.initiator(POOL, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
