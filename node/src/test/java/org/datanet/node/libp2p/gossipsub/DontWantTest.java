package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gossipsub v1.2 "IDONTWANT Message". */
class DontWantTest {

  private static final String LARGE = "x".repeat(4_096);
  private static final String SMALL = "x".repeat(4_095);

  private final RouterScript script = new RouterScript();

  @BeforeEach
  void meshOfThree() {
    script.run("join t");
    for (String peer : List.of("A", "B", "C")) {
      script.run("connect " + peer + " out", "recv " + peer + " sub t; graft t");
    }
  }

  @Test
  void tellsTheMeshOfALargeMessageBeforeItIsValidated() {
    List<String> actions = script.run("recv A msg t " + LARGE);

    assertThat(actions)
        .containsExactly("deliver A t " + LARGE, "B: idontwant " + LARGE, "C: idontwant " + LARGE);
    assertThat(script.run("recv B msg t " + LARGE)).isEmpty();
  }

  @Test
  void saysNothingOfSmallMessagesOrToPeersThatDoNotKnowTheWord() {
    assertThat(script.run("recv A msg t " + SMALL)).containsExactly("deliver A t " + SMALL);

    script.run("speaks B 1.1");

    assertThat(script.run("recv A msg t " + LARGE))
        .containsExactly("deliver A t " + LARGE, "C: idontwant " + LARGE);
  }

  @Test
  void saysNothingOfAMessageThatAnotherCouldSendUnderTheSameId() {
    MessageIds firstLetter =
        new MessageIds() {
          @Override
          public MessageId of(org.datanet.node.libp2p.wire.PubsubWire.Message message) {
            return new MessageId(message.getData().substring(0, 1));
          }

          @Override
          public boolean coverBytes() {
            return false;
          }
        };
    RouterScript guessable =
        new RouterScript(GossipParams.DEFAULT, TopicRules.UNSIGNED.with(firstLetter));
    guessable.run("join t", "connect A out", "recv A sub t; graft t", "connect B out");
    guessable.run("recv B sub t; graft t");

    assertThat(guessable.run("recv A msg t " + LARGE)).containsExactly("deliver A t " + LARGE);
  }

  @Test
  void doesNotSendWhatAPeerDoesNotWant() {
    script.run("recv A msg t word", "recv B idontwant word");

    assertThat(script.run("accept t word")).containsExactly("C: msg t word");
    assertThat(script.run("recv B iwant word")).isEmpty();
  }

  @Test
  void doesNotPublishWhatAPeerDoesNotWant() {
    script.run("recv B idontwant mine");

    assertThat(script.run("publish t mine")).containsExactly("A: msg t mine", "C: msg t mine");
  }

  @Test
  void forgetsWhatAPeerDoesNotWantAfterThreeHeartbeats() {
    script.run("recv A msg t one", "recv A msg t two", "recv B idontwant one,two");

    script.run("beat", "beat");
    assertThat(script.run("accept t one")).containsExactly("C: msg t one");
    script.run("beat");
    assertThat(script.run("accept t two")).containsExactly("B: msg t two", "C: msg t two");
  }

  @Test
  void hearsNoMoreOfThemBetweenHeartbeatsThanTheCap() {
    String entries =
        String.join(
            "; ",
            IntStream.range(0, GossipLimits.Control.DEFAULT.dontWantsPerHeartbeatMax())
                .mapToObj(i -> "idontwant none" + i)
                .toList());
    script.run("recv A msg t one", "recv A msg t two", "recv B " + entries);

    script.run("recv B idontwant one");
    assertThat(script.run("accept t one")).contains("B: msg t one");
    script.run("beat", "recv B idontwant two");
    assertThat(script.run("accept t two")).containsExactly("C: msg t two");
  }

  @Test
  void hearsNoMoreIdsBetweenHeartbeatsThanTheCap() {
    String ids =
        String.join(
            ",",
            IntStream.range(0, GossipLimits.Control.DEFAULT.dontWantIdsMax())
                .mapToObj(i -> "none" + i)
                .toList());
    script.run("recv A msg t one", "recv A msg t two", "recv B idontwant " + ids);

    script.run("recv B idontwant one");
    assertThat(script.run("accept t one")).contains("B: msg t one");
    script.run("beat", "recv B idontwant two");
    assertThat(script.run("accept t two")).containsExactly("C: msg t two");
  }

  @Test
  void remembersNoMoreIdsOfOnePeerThanTheCapAndForgetsTheOldest() {
    Unwanted unwanted = new Unwanted();

    for (int i = 0; i < 10_000; i++) {
      unwanted.add(id(i), 3, 4_096);
    }

    assertThat(unwanted.size()).isEqualTo(4_096);
    assertThat(unwanted.contains(id(9_999))).isTrue();
    assertThat(unwanted.contains(id(5_903))).isFalse();
  }

  private MessageId id(int number) {
    return MessageId.of(script.data("word" + number));
  }
}
