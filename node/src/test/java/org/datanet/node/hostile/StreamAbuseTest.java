package org.datanet.node.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.hostile.Arena.PATIENCE;
import static org.datanet.node.hostile.Arena.PROTOCOL;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.datanet.hostilekit.HostilePeer;
import org.datanet.hostilekit.YamuxFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a known peer can do with streams, whatever is spoken on them. */
class StreamAbuseTest {

  private static final int NEGOTIATION_MS = 1_000;

  /** Far more than a session allows, and than it lets wait for an answer. */
  private static final int STREAMS = 5_000;

  @RegisterExtension
  private final Arena arena =
      new Arena(config -> config.withTimeouts(5_000, 10_000, NEGOTIATION_MS));

  private HostilePeer join(int number) throws IOException {
    return arena.with(HostilePeer.join(arena.port(), number));
  }

  private static byte[] request(String body) {
    return HostilePeer.concat(new byte[] {(byte) body.length()}, body.getBytes(UTF_8));
  }

  private static YamuxFrame opening(int streamId) {
    return YamuxFrame.control(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, streamId, 0);
  }

  @Test
  void streamsThatSayNothingAreRefusedBeyondABoundAndGivenUpInTime() throws Exception {
    HostilePeer peer = join(1);
    for (int i = 0; i < STREAMS; i++) {
      peer.frame(opening(2 * i + 1));
    }

    arena.honestPeersGoOn(3);

    Footprint grown = arena.grown();
    assertThat(grown.bufferBytes()).isLessThan(2L << 20);
    assertThat(grown.heapBytes()).isLessThan(32L << 20);
    peer.awaitResets(STREAMS);
    peer.open(2 * STREAMS + 1, PROTOCOL, request("after the flood"));
    await().atMost(PATIENCE).until(() -> arena.wasAsked("after the flood"));
  }

  /** Each on a connection of its own, for none outlives it. */
  @Test
  void framesThatBreakTheRulesOfYamuxEndTheConnection() throws Exception {
    Map<String, YamuxFrame> frames = new LinkedHashMap<>();
    frames.put(
        "bytes over the window of stream 1",
        YamuxFrame.control(YamuxFrame.DATA, 0, 1, YamuxFrame.WINDOW_BYTES + 1));
    frames.put(
        "a frame of 4294967295 bytes for no stream",
        YamuxFrame.control(YamuxFrame.DATA, 0, 9, 0xffff_ffffL));
    frames.put(
        "credit over 4 GiB on stream 1",
        YamuxFrame.control(YamuxFrame.WINDOW_UPDATE, 0, 1, 0xffff_ffffL));
    frames.put("may not open stream 2", opening(2));
    frames.put("may not open stream 1", opening(1));
    frames.put("type 9", YamuxFrame.control(9, 0, 1, 0));
    frames.put("flags 256", YamuxFrame.control(YamuxFrame.WINDOW_UPDATE, 0x100, 1, 0));
    frames.put("type 2 for stream 1", YamuxFrame.control(YamuxFrame.PING, 0, 1, 0));
    int number = 0;
    for (Map.Entry<String, YamuxFrame> broken : frames.entrySet()) {
      HostilePeer peer = join(++number);
      peer.frame(opening(1));
      peer.frame(broken.getValue());

      assertThat(peer.isCutOffWithin(PATIENCE)).as(broken.getKey()).isTrue();
      await().atMost(PATIENCE).until(() -> arena.reasonOfDrop(peer).isPresent());
      assertThat(arena.reasonOfDrop(peer))
          .get()
          .asString()
          .startsWith("protocol error")
          .contains(broken.getKey());
    }
    arena.honestPeersGoOn(3);
    assertThat(arena.grown().bufferBytes()).isLessThan(1L << 20);
  }

  @Test
  void aFloodOfPingsEndsTheConnection() throws Exception {
    HostilePeer peer = join(1);
    byte[] pings =
        YamuxFrame.repeated(YamuxFrame.control(YamuxFrame.PING, YamuxFrame.SYN, 0, 7), 1_000);
    CompletableFuture<Void> flood =
        Arena.inBackground(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                peer.write(pings);
              }
            });

    arena.honestPeersGoOn(3);

    flood.join();
    await().atMost(PATIENCE).until(() -> arena.reasonOfDrop(peer).isPresent());
    assertThat(arena.reasonOfDrop(peer)).contains("protocol error: a flood of pings");
    assertThat(arena.grown().bufferBytes()).isLessThan(2L << 20);
  }

  /** A stream that is closed on one side stays open on the other, for a bounded time. */
  @Test
  void halfOpenStreamsAndSilentPeersHoldLittle() throws Exception {
    HostilePeer peer = join(1);
    for (int i = 0; i < 200; i++) {
      peer.frame(
          YamuxFrame.data(
              YamuxFrame.SYN | YamuxFrame.FIN, 2 * i + 1, HostilePeer.proposal(PROTOCOL)));
    }

    arena.honestPeersGoOn(3);

    assertThat(arena.grown().bufferBytes()).isLessThan(1L << 20);
    assertThat(arena.requestsInWorkMost()).isLessThanOrEqualTo(1); // Alice's
    peer.open(401, PROTOCOL, request("after the half-open"));
    await().atMost(PATIENCE).until(() -> arena.wasAsked("after the half-open"));
  }
}
