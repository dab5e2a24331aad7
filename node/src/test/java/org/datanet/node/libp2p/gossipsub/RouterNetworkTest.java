package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;

/** Many routers joined in memory, over links that lose messages. */
class RouterNetworkTest {

  private static final int ROUTERS = 61;
  private static final int LINKS_EACH = 14;

  private final List<GossipRouter> routers = new ArrayList<>();
  private final Map<PeerId, Integer> index = new TreeMap<>();
  private final Map<String, Integer> deliveries = new TreeMap<>();
  private final Deque<Runnable> inFlight = new ArrayDeque<>();
  private final SplittableRandom random = new SplittableRandom(3);
  private int lossPercent;
  private long nowMs = 1;

  @Test
  void everyRouterHearsEveryMessageOnceThoughLinksLoseAThird() {
    // given a sparse network with a settled mesh
    build();
    IntStream.range(0, 5).forEach(any -> beat());

    // when messages are published everywhere while every third message is lost
    lossPercent = 33;
    int messages = 50;
    for (int m = 0; m < messages; m++) {
      int from = random.nextInt(ROUTERS);
      perform(
          from,
          routers
              .get(from)
              .publish(Messages.unsigned("t", ByteString.copyFromUtf8("m" + m)), nowMs));
      drain();
    }
    IntStream.range(0, 4).forEach(any -> beat());

    // then gossip has repaired the losses, and nobody was told twice
    assertThat(deliveries.values()).allMatch(count -> count == 1);
    assertThat(deliveries).hasSize(messages * (ROUTERS - 1));
  }

  private void build() {
    for (int i = 0; i < ROUTERS; i++) {
      GossipRouter router = new GossipRouter(GossipParams.DEFAULT, i);
      index.put(peer(i), i);
      routers.add(router);
      router.subscribe("t");
    }
    for (int i = 0; i < ROUTERS; i++) {
      for (int link = 1; link <= LINKS_EACH / 2; link++) {
        int other = (i + link * link) % ROUTERS;
        perform(i, routers.get(i).peerConnected(peer(other), true, Optional.empty(), nowMs));
        perform(other, routers.get(other).peerConnected(peer(i), false, Optional.empty(), nowMs));
      }
    }
    drain();
  }

  private void beat() {
    nowMs += 1_000;
    for (int i = 0; i < ROUTERS; i++) {
      perform(i, routers.get(i).heartbeat(nowMs));
    }
    drain();
  }

  private void drain() {
    while (!inFlight.isEmpty()) {
      inFlight.removeFirst().run();
    }
  }

  private void perform(int self, List<Action> actions) {
    for (Action action : actions) {
      switch (action) {
        case Action.SendRpc send -> {
          boolean lost = send.rpc().getPublishCount() > 0 && random.nextInt(100) < lossPercent;
          int to = index.get(send.peer());
          if (!lost) {
            inFlight.addLast(
                () -> perform(to, routers.get(to).received(peer(self), send.rpc(), nowMs)));
          }
        }
        case Action.Deliver deliver -> {
          deliveries.merge(self + " " + deliver.data().toStringUtf8(), 1, Integer::sum);
          inFlight.addLast(
              () ->
                  perform(self, routers.get(self).validated(deliver.ref(), Verdict.ACCEPT, nowMs)));
        }
        case Action.CheckSignature unexpected -> throw new AssertionError(unexpected);
        case Action.Disconnect unexpected -> throw new AssertionError(unexpected);
        case Action.Introduce introduce -> {}
        case Action.Connect connect -> {}
      }
    }
  }

  private static PeerId peer(int i) {
    byte[] key = new byte[32];
    key[0] = (byte) i;
    return PeerId.ofEd25519(key);
  }
}
