package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.network.NetworkFixture.LONG;
import static org.datanet.node.network.NetworkFixture.TOPIC;
import static org.datanet.node.network.NetworkFixture.assertFails;
import static org.datanet.node.network.NetworkFixture.bytes;
import static org.datanet.node.network.NetworkFixture.done;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link PeerNetwork} keeps of gossip, over real sockets on loopback. */
abstract class GossipContract {

  private static final CompletionStage<Verdict> ACCEPTED =
      CompletableFuture.completedFuture(Verdict.ACCEPT);

  final NetworkFixture fixture = new NetworkFixture();

  /** A network of this identity, not started. */
  abstract PeerNetwork create(int identity, NetworkConfig config) throws Exception;

  @AfterEach
  void closeAll() {
    fixture.closeAll();
  }

  @Test
  void fiveNodesHearAThousandMessagesWithNoneLostOrDoubled() throws Exception {
    List<NetworkNode> five = mesh(5);
    int each = 200;

    for (int m = 0; m < each; m++) {
      for (NetworkNode node : five) {
        done(node.network.publish(TOPIC, bytes(node.id() + " says " + m)));
      }
    }

    await().atMost(LONG).until(() -> five.stream().allMatch(n -> n.heard.size() == 4 * each));
    assertThat(five).allSatisfy(node -> assertThat(node.heard.values()).allMatch(c -> c == 1));
    assertThat(five)
        .allSatisfy(
            node -> assertThat(node.heard.keySet()).noneMatch(text -> text.startsWith(node.id())));
  }

  @Test
  void aMessageOfAMebibyteReachesNodesThatAreNotNeighboursAndOneMoreByteIsRefused()
      throws Exception {
    List<NetworkNode> chain = chain(3);
    String largest = "x".repeat(1 << 20);

    done(chain.get(0).network.publish(TOPIC, bytes(largest)));

    await().atMost(LONG).until(() -> chain.get(2).heard.containsKey(largest));
    assertFails(chain.get(0).network.publish(TOPIC, bytes(largest + "x")), "too large");
  }

  @Test
  void whatWentThroughTheTopicIsNotSentAgain() throws Exception {
    List<NetworkNode> two = mesh(2);
    NetworkNode publisher = two.get(0);
    NetworkNode subscriber = two.get(1);

    done(publisher.network.publish(TOPIC, bytes("once")));
    await().atMost(LONG).until(() -> subscriber.heard.containsKey("once"));
    done(publisher.network.publish(TOPIC, bytes("once")));
    done(subscriber.network.publish(TOPIC, bytes("once")));
    done(publisher.network.publish(TOPIC, bytes("last")));
    done(subscriber.network.publish(TOPIC, bytes("last but one")));

    await().atMost(LONG).until(() -> subscriber.heard.containsKey("last"));
    await().atMost(LONG).until(() -> publisher.heard.containsKey("last but one"));
    assertThat(subscriber.heard).containsEntry("once", 1);
    assertThat(publisher.heard).doesNotContainKey("once");
  }

  @Test
  void aNodeThatLeavesAndReturnsHearsNewMessages() throws Exception {
    List<NetworkNode> three = mesh(3);
    List<NetworkNode> others = three.subList(0, 2);
    three.get(2).network.close();
    await().atMost(LONG).until(() -> others.stream().allMatch(n -> n.network.peers().size() == 1));
    done(others.get(0).network.publish(TOPIC, bytes("while away")));

    NetworkNode returned =
        fixture.start(this::create, 3, others.stream().map(NetworkNode::address).toList());
    fixture.settle(List.of(others.get(0), others.get(1), returned));
    done(others.get(1).network.publish(TOPIC, bytes("welcome back")));

    await().atMost(LONG).until(() -> returned.heard.containsKey("welcome back"));
    assertThat(returned.heard).containsEntry("welcome back", 1);
  }

  @Test
  void aMessageIsPassedOnWhenItsVerdictHasCome() throws Exception {
    List<NetworkNode> chain = chain(3);
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    chain.get(1).verdicts.put("judged late", verdict);

    done(chain.get(0).network.publish(TOPIC, bytes("judged late")));
    done(chain.get(0).network.publish(TOPIC, bytes("judged at once")));
    await().atMost(LONG).until(() -> chain.get(2).heard.containsKey("judged at once"));
    assertThat(chain.get(1).heard).containsKey("judged late");
    assertThat(chain.get(2).heard).doesNotContainKey("judged late");

    verdict.complete(Verdict.ACCEPT);
    await().atMost(LONG).until(() -> chain.get(2).heard.containsKey("judged late"));
  }

  @Test
  void whatIsRejectedOrIgnoredGoesNoFurtherAndARejectionIsCountedAgainstItsSender()
      throws Exception {
    List<NetworkNode> chain = chain(3);
    NetworkNode judge = chain.get(1);
    judge.judges("bad", Verdict.REJECT);
    judge.judges("stale", Verdict.IGNORE);
    CompletableFuture<Verdict> broken = new CompletableFuture<>();
    broken.completeExceptionally(new IOException("the disk is gone"));
    judge.verdicts.put("unjudged", broken);

    for (String text : List.of("bad", "stale", "unjudged", "good")) {
      done(chain.get(0).network.publish(TOPIC, bytes(text)));
    }

    await().atMost(LONG).until(() -> chain.get(2).heard.containsKey("good"));
    await()
        .atMost(LONG)
        .until(
            () ->
                judge.info(chain.get(0)).rejected() == 1
                    && judge.info(chain.get(0)).delivered() > 0);
    assertThat(judge.heard).containsOnlyKeys("bad", "stale", "unjudged", "good");
    assertThat(chain.get(2).heard).containsOnlyKeys("good");
    assertThat(chain.get(2).info(judge).rejected()).isZero();
  }

  @Test
  void dropsAPeerWhoseMessagesAreWrongAndSaysWhy() throws Exception {
    List<NetworkNode> two = mesh(2);
    NetworkNode judge = two.get(0);
    String culprit = two.get(1).id();
    for (int i = 0; i < 40; i++) {
      judge.judges("wrong " + i, Verdict.REJECT);
      done(two.get(1).network.publish(TOPIC, bytes("wrong " + i)));
    }

    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(judge.network.dropped())
                    .anySatisfy(
                        drop -> {
                          assertThat(drop.peerId()).isEqualTo(culprit);
                          assertThat(drop.reason()).startsWith("score -");
                          assertThat(drop.reason()).contains(causeOfDrop());
                        }));
  }

  @Test
  void bansWhoseMessagesAreWrongAndStartsAnewWithWhomItPardons() throws Exception {
    List<NetworkNode> two = mesh(2);
    NetworkNode judge = two.get(0);
    NetworkNode culprit = two.get(1);
    for (int i = 0; i < 40; i++) {
      judge.judges("wrong " + i, Verdict.REJECT);
      done(culprit.network.publish(TOPIC, bytes("wrong " + i)));
    }
    await().atMost(LONG).until(() -> judge.network.bans().size() == 1);
    assertThat(judge.network.bans().getFirst().peerId()).isEqualTo(culprit.id());
    await().atMost(LONG).until(() -> judge.network.peers().isEmpty());

    judge.verdicts.clear(); // what the culprit still offers is welcome now
    assertThat(judge.network.unban(culprit.id())).isTrue();

    fixture.settle(two);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(judge.network.peers())
                    .singleElement()
                    .satisfies(peer -> assertThat(peer.score()).isNotNegative()));
    assertThat(judge.network.bans()).isEmpty();
  }

  @Test
  void tellsTheBugInAHandlerThatHasEndedGossip() throws Exception {
    List<NetworkNode> two = mesh(2);
    Topic other = new Topics("other").operations();
    RuntimeException bug = new IllegalStateException("a bug");
    two.get(0)
        .network
        .subscribe(
            other,
            (from, data) -> {
              throw bug;
            });
    two.get(1).network.subscribe(other, (from, data) -> ACCEPTED);

    await()
        .atMost(LONG)
        .until(
            () -> {
              done(two.get(1).network.publish(other, bytes("to be judged")));
              return two.get(0).network.failed().toCompletableFuture().isDone();
            });

    assertThat(done(two.get(0).network.failed())).isSameAs(bug);
    assertFails(two.get(0).network.publish(TOPIC, bytes("too late")), "closed");
  }

  /** What the first node says of a peer whose messages were rejected, besides its score. */
  String causeOfDrop() {
    return "rejected messages";
  }

  @Test
  void tellsHowFullItsBoundedStructuresAre() throws Exception {
    List<NetworkNode> two = mesh(2);
    done(two.get(0).network.publish(TOPIC, bytes("one to remember")));

    Map<String, Occupancy> bounded =
        two.get(1).network.occupancy().stream()
            .collect(Collectors.toMap(Occupancy::name, Function.identity()));

    assertThat(bounded.values()).allMatch(o -> o.max() > 0 && !o.description().isBlank());
    await().atMost(LONG).until(() -> bounded.get("gossip.seen").used().getAsLong() > 0);
  }

  final List<NetworkNode> mesh(int count) throws Exception {
    return fixture.mesh(Collections.nCopies(count, this::create));
  }

  final List<NetworkNode> chain(int count) throws Exception {
    return fixture.chain(Collections.nCopies(count, this::create));
  }

  final NetworkNode start(int identity) throws Exception {
    return fixture.start(this::create, identity, List.of());
  }

  final NetworkNode startAt(int identity, String socket) throws Exception {
    return fixture.start(this::create, identity, new NetworkConfig(List.of(socket), List.of(), 1));
  }
}
