package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.kad.KadFixture.SOON;
import static org.datanet.node.libp2p.kad.KadFixture.TIMING;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.kad.KadConfig.Mode;
import org.datanet.node.libp2p.kad.KadFixture.Node;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.streams.FrameDecoder;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.wire.KadWire.Message;
import org.datanet.node.libp2p.wire.KadWire.Message.ConnectionType;
import org.datanet.node.libp2p.wire.KadWire.Message.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A peer that answers lookups, over real sockets, with what it makes up. */
class LiarTest {

  @RegisterExtension final KadFixture fixture = new KadFixture();

  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();
  private ServerSocket victim;
  private Thread counter;
  private final AtomicInteger dials = new AtomicInteger();
  private Node seeker;
  private Node liar;

  /** Somebody who speaks no libp2p, and to whom the liar sends others. */
  @BeforeEach
  void start() throws IOException {
    victim = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    counter = Thread.ofVirtual().start(this::hangUpOnAll);
    KadTiming seldom = TIMING.withJoinMs(600_000);
    seeker = fixture.node(1, Mode.CLIENT, seldom, 100);
    liar = fixture.node(2, Mode.CLIENT, seldom, 100);
  }

  private void hangUpOnAll() {
    try {
      while (true) {
        victim.accept().close();
        dials.incrementAndGet();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @AfterEach
  void stop() throws Exception {
    victim.close();
    counter.join();
  }

  /** Answers every frame with what this gives. */
  private void lie(java.util.function.Supplier<Message> lies) {
    liar.host.handle(
        KadFixture.PROTOCOL,
        opened ->
            new Stream.Listener() {
              private final FrameDecoder decoder = new FrameDecoder(KadLimits.MESSAGE_BYTES_MAX);

              @Override
              public void onData(Stream stream, ByteBuf data) {
                decoder.feed(
                    data,
                    frame -> {
                      answers.incrementAndGet();
                      stream.write(Frames.encode(lies.get()));
                    });
              }

              @Override
              public void onRemoteClose(Stream stream) {
                stream.closeWrite();
              }

              @Override
              public void onClosed(Stream stream) {
                // holds nothing
              }
            });
    seeker.connect(liar);
    await().atMost(SOON).until(() -> seeker.known() == 1 && seeker.kad.status().lookupsEnded() > 0);
  }

  /**
   * Forty peers that do not exist, each at forty ports of the victim's machine, one of them its.
   */
  private Message madeUp() {
    Message.Builder answer = Message.newBuilder().setType(MessageType.FIND_NODE);
    for (int i = 0; i < 40; i++) {
      List<Multiaddr> ports =
          IntStream.range(0, 30)
              .map(port -> port == 0 ? victim.getLocalPort() : 1 + port)
              .mapToObj(port -> Multiaddr.parse("/ip4/127.0.0.1/tcp/" + port))
              .toList();
      Contact contact = Contact.of(Peers.peer(made.incrementAndGet()), ports);
      answer.addCloserPeers(KadCodec.peer(contact, ConnectionType.CONNECTED));
    }
    return answer.build();
  }

  @Test
  void peersThatItMakesUpAreDialledAFewTimesAndNotRemembered() {
    lie(this::madeUp);
    int answersBefore = answers.get();
    int dialsBefore = dials.get();

    for (int i = 0; i < 5; i++) {
      assertThat(seeker.find(Peers.peer(5_000_000 + i))).isEmpty();
    }

    assertThat(answers.get() - answersBefore).isEqualTo(5);
    assertThat(dials.get() - dialsBefore).isLessThanOrEqualTo(5 * KadLimits.TRUST_FIRST);
    assertThat(dials.get()).isPositive();
    assertThat(seeker.known()).isEqualTo(1);
    assertThat(seeker.host.connections()).hasSize(1);
  }

  @Test
  void nonsenseEndsItsStreamAndNothingElse() {
    lie(() -> Message.newBuilder().setType(MessageType.PUT_VALUE).build());

    assertThat(seeker.find(Peers.peer(5_000_000))).isEmpty();

    assertThat(seeker.kad.status().requestsFailed()).isPositive();
    assertThat(seeker.host.connections()).hasSize(1);
  }

  @Test
  void nobodyOnTheInternetSendsUsToOurOwnMachine() {
    Message answer = madeUp();

    assertThat(KadCodec.nearer(answer, AddressScope.PUBLIC))
        .allMatch(contact -> contact.addresses().isEmpty());
    assertThat(KadCodec.nearer(answer, AddressScope.LOOPBACK))
        .noneMatch(contact -> contact.addresses().isEmpty());
  }
}
