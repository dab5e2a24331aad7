package org.datanet.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.hostile.Arena.PATIENCE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.datanet.hostilekit.HostilePeer;
import org.datanet.node.LogTap;
import org.datanet.node.libp2p.transport.HostCounters.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can be done to a node before it knows who does it. */
class HandshakeAbuseTest {

  private static final int HANDSHAKE_MS = 1_500;

  /** What an idle socket in handshake may cost: handlers, keys, a small buffer. */
  private static final long BYTES_PER_SOCKET = 256 << 10;

  @RegisterExtension
  private final Arena arena = new Arena(config -> config.withTimeouts(5_000, HANDSHAKE_MS, 10_000));

  private HostilePeer dial() throws IOException {
    return arena.with(HostilePeer.dial(arena.port(), 0));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void whoSpeaksAnotherProtocolIsCutOffAtOnce() throws Exception {
    SplittableRandom random = new SplittableRandom(17);
    List<byte[]> openings = new ArrayList<>();
    openings.add(ascii("GET / HTTP/1.1\r\nHost: node\r\n\r\n"));
    openings.add(ascii("SSH-2.0-OpenSSH_9.6\r\n"));
    openings.add(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3});
    openings.add(new byte[512]);
    openings.add(ascii("\u0013/multistream/2.0.0\n"));
    for (int i = 0; i < 45; i++) {
      byte[] noise = new byte[64 + random.nextInt(4_096)];
      random.nextBytes(noise);
      noise[0] |= 0x20; // a first message longer than the header, or no varint
      openings.add(noise);
    }

    for (byte[] opening : openings) {
      HostilePeer peer = dial();
      peer.write(opening);

      assertThat(peer.isCutOffWithin(PATIENCE)).isTrue();
    }

    assertThat(arena.counted(Event.NEGOTIATION_FAILED)).isEqualTo(openings.size());
    arena.honestPeersGoOn(5);
  }

  @Test
  void lengthsThatAreTooLongAreNotWaitedFor() throws Exception {
    HostilePeer varint = dial();
    varint.write(
        new byte[] {
          (byte) 0xff,
          (byte) 0xff,
          (byte) 0xff,
          (byte) 0xff,
          (byte) 0xff,
          (byte) 0xff,
          (byte) 0xff,
          (byte) 0xff,
          (byte) 0xff,
          0x7f
        });
    HostilePeer proposal = dial();
    proposal.write(HostilePeer.concat(HostilePeer.MULTISTREAM, new byte[] {(byte) 0x81, 0x10}));
    HostilePeer noise = dial();
    noise.negotiate("/noise");
    noise.write(new byte[] {(byte) 0xff, (byte) 0xff});

    assertThat(varint.isCutOffWithin(PATIENCE)).isTrue();
    assertThat(proposal.isCutOffWithin(PATIENCE)).isTrue();
    assertThat(noise.isCutOffWithin(PATIENCE)).isTrue();
    assertThat(arena.counted(Event.NEGOTIATION_FAILED)).isEqualTo(2);
    assertThat(arena.counted(Event.HANDSHAKE_FAILED)).isEqualTo(1);
    arena.honestPeersGoOn(1);
  }

  @Test
  void garbageInsteadOfAHandshakeEndsIt() throws Exception {
    HostilePeer unusableKey = dial();
    unusableKey.negotiate("/noise");
    unusableKey.write(HostilePeer.concat(new byte[] {0, 32}, new byte[32]));
    HostilePeer cutShort = dial();
    cutShort.negotiate("/noise");
    cutShort.write(new byte[] {0, 5, 1, 2, 3, 4, 5});

    assertThat(unusableKey.isCutOffWithin(PATIENCE)).isTrue();
    assertThat(cutShort.isCutOffWithin(PATIENCE)).isTrue();
    assertThat(arena.counted(Event.HANDSHAKE_FAILED)).isEqualTo(2);
    arena.honestPeersGoOn(1);
  }

  @Test
  void handshakesThatFailWriteNothingIntoTheLog() throws Exception {
    try (LogTap log = new LogTap("org.datanet.node.libp2p.tcp")) {
      HostilePeer unusableKey = dial();
      unusableKey.negotiate("/noise");
      unusableKey.write(HostilePeer.concat(new byte[] {0, 32}, new byte[32]));

      assertThat(unusableKey.isCutOffWithin(PATIENCE)).isTrue();
      await().atMost(PATIENCE).until(() -> arena.counted(Event.HANDSHAKE_FAILED) == 1);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void halfOpenSocketsTakeThePlacesOfTheirOwnAddressAndForALimitedTime() throws Exception {
    int dialled = 100;
    for (int i = 0; i < dialled; i++) {
      HostilePeer peer = arena.with(HostilePeer.dialFrom("127.0.0.2", arena.port(), i));
      if (i % 2 == 0) {
        peer.write(HostilePeer.MULTISTREAM);
      }
    }
    await().atMost(PATIENCE).until(() -> arena.counted(Event.INBOUND_REFUSED) == dialled - 64);

    assertThat(arena.sockets()).isLessThanOrEqualTo(64 + 2);
    assertThat(arena.grown().bufferBytes()).isLessThan(66 * BYTES_PER_SOCKET);
    arena.newcomer(9);
    arena.honestPeersGoOn(3);
    await().atMost(PATIENCE).until(() -> arena.counted(Event.HANDSHAKE_TIMED_OUT) == 64);
    await().atMost(PATIENCE).until(() -> arena.sockets() == 3);
  }

  @Test
  void bytesThatDripDoNotBuyTime() throws Exception {
    byte[] header = HostilePeer.proposal("/noise");
    List<HostilePeer> dripping = List.of(dial(), dial());
    dripping.get(1).negotiate("/noise");
    byte[] handshake = HostilePeer.concat(new byte[] {0x1f, (byte) 0xff}, new byte[0x1fff]);
    ScheduledExecutorService tap = Executors.newSingleThreadScheduledExecutor();
    try {
      int[] sent = {0};
      tap.scheduleAtFixedRate(
          () -> {
            try {
              int next = sent[0]++;
              dripping.get(0).write(new byte[] {header[next % header.length]});
              dripping.get(1).write(new byte[] {handshake[next % handshake.length]});
            } catch (IOException cutOff) {
              throw new IllegalStateException("the tap is shut", cutOff);
            }
          },
          0,
          HANDSHAKE_MS / 8,
          TimeUnit.MILLISECONDS);

      arena.honestPeersGoOn(3);

      for (HostilePeer peer : dripping) {
        assertThat(peer.isCutOffWithin(PATIENCE)).isTrue();
      }
    } finally {
      tap.shutdownNow();
    }
    assertThat(arena.counted(Event.HANDSHAKE_TIMED_OUT)).isEqualTo(2);
  }
}
