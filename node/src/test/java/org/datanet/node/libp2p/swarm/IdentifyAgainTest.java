package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.datanet.hostilekit.HostilePeer;
import org.datanet.hostilekit.YamuxFrame;
import org.datanet.node.libp2p.identify.Identify;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdentifyAgainTest {

  private static final int HEADER_BYTES = 12;

  @RegisterExtension final HostFixture fixture = new HostFixture();

  private final ByteBuf received = Unpooled.buffer();

  @Test
  @Timeout(60)
  void aPeerThatDropsTheQuestionWhoItIsIsAskedAgain() throws IOException {
    Swarm host = fixture.host(1);
    int port = HostFixture.listen(host).tcpAddress().orElseThrow().getPort();
    TreeSet<Integer> asked = new TreeSet<>();

    try (HostilePeer peer = HostilePeer.join(port, 5)) {
      // The first question may come with the end of the handshake, which the kit reads over.
      while (asked.size() < 2) {
        received.writeBytes(peer.read());
        while (hasFrame()) {
          int streamId = received.getInt(received.readerIndex() + 4);
          if (payload().contains(Identify.PROTOCOL)) {
            asked.add(streamId);
            peer.frame(YamuxFrame.control(YamuxFrame.WINDOW_UPDATE, YamuxFrame.RST, streamId, 0));
          }
        }
      }
    }

    assertThat(asked).hasSize(2);
  }

  private boolean hasFrame() {
    return received.readableBytes() >= HEADER_BYTES
        && received.readableBytes() >= HEADER_BYTES + payloadBytes();
  }

  private int payloadBytes() {
    int start = received.readerIndex();
    return received.getByte(start + 1) == YamuxFrame.DATA ? received.getInt(start + 8) : 0;
  }

  /** Takes the next frame off. */
  private String payload() {
    int bytes = payloadBytes();
    received.skipBytes(HEADER_BYTES);
    return received.readCharSequence(bytes, StandardCharsets.UTF_8).toString();
  }
}
