package org.datanet.node.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.hostile.Arena.PATIENCE;
import static org.datanet.node.hostile.Arena.PROTOCOL;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.datanet.hostilekit.HostilePeer;
import org.datanet.hostilekit.YamuxFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a known peer can do by asking. */
class RequestAbuseTest {

  /** Requests of one peer in work at once. */
  private static final int IN_WORK_MAX = 16;

  private static final int STREAMS = 200;

  @RegisterExtension private final Arena arena = new Arena();

  private HostilePeer join() throws IOException {
    return arena.with(HostilePeer.join(arena.port(), 1));
  }

  private static byte[] request(String body) {
    return HostilePeer.concat(new byte[] {(byte) body.length()}, body.getBytes(UTF_8));
  }

  @Test
  void aFloodOfRequestsIsServedAFewAtATime() throws Exception {
    HostilePeer peer = join();
    CompletableFuture<Void> flood =
        Arena.inBackground(
            () -> {
              for (int i = 0; i < STREAMS; i++) {
                peer.open(2 * i + 1, PROTOCOL, request("slow"));
              }
            });

    arena.honestPeersGoOn(5);

    flood.join();
    await().atMost(PATIENCE).until(() -> arena.requestsInWorkMost() >= IN_WORK_MAX);
    assertThat(arena.requestsInWorkMost()).isLessThanOrEqualTo(IN_WORK_MAX + 1); // and Alice's
  }

  /** As HTTP/2 servers learnt: a reset gives the stream back, and must not give the work back. */
  @Test
  void requestsThatAreResetAtOnceStayInWorkUntilTheyAreDone() throws Exception {
    HostilePeer peer = join();
    CompletableFuture<Void> flood =
        Arena.inBackground(
            () -> {
              for (int i = 0; i < 5 * STREAMS; i++) {
                int id = 2 * i + 1;
                peer.open(id, PROTOCOL, request("slow"));
                peer.frame(YamuxFrame.control(YamuxFrame.WINDOW_UPDATE, YamuxFrame.RST, id, 0));
              }
            });

    arena.honestPeersGoOn(5);

    flood.join();
    await().atMost(PATIENCE).until(() -> arena.requestsInWorkMost() >= IN_WORK_MAX);
    assertThat(arena.requestsInWorkMost()).isLessThanOrEqualTo(IN_WORK_MAX + 1);
  }

  /** The window of each stream is left as it is: 256 KiB of each answer go out, the rest waits. */
  @Test
  void answersThatNobodyTakesHoldABoundedPartOfOurMemory() throws Exception {
    HostilePeer peer = join();
    for (int i = 0; i < STREAMS; i++) {
      peer.open(2 * i + 1, PROTOCOL, request("large"));
    }

    arena.honestPeersGoOn(5);

    Footprint grown = arena.grown();
    assertThat(grown.bufferBytes()).isLessThan(24L << 20);
    assertThat(grown.heapBytes()).isLessThan(64L << 20);
  }

  @Test
  void requestsThatNeverEndHoldLittleAndAreGivenUp() throws Exception {
    HostilePeer peer = join();
    byte[] unfinished = new byte[60_000];
    unfinished[0] = (byte) 0xff;
    unfinished[1] = (byte) 0xff;
    unfinished[2] = 3; // announces 65,535 bytes
    for (int i = 0; i < STREAMS; i++) {
      peer.open(2 * i + 1, PROTOCOL, unfinished);
    }

    arena.honestPeersGoOn(5);

    Footprint grown = arena.grown();
    assertThat(grown.bufferBytes()).isLessThan(8L << 20);
    assertThat(grown.heapBytes()).isLessThan(32L << 20);
    assertThat(arena.requestsInWorkMost()).isLessThanOrEqualTo(1); // Alice's
  }
}
