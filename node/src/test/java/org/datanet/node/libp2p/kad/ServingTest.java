package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.kad.KadFixture.PROTOCOL;
import static org.datanet.node.libp2p.kad.KadFixture.SOON;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.kad.KadConfig.Mode;
import org.datanet.node.libp2p.kad.KadFixture.Node;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.FrameDecoder;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.wire.KadWire.Message;
import org.datanet.node.libp2p.wire.KadWire.Message.MessageType;
import org.datanet.node.libp2p.wire.KadWire.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server says on the streams of others, over real sockets. */
class ServingTest {

  private static final ByteString KEY = ByteString.copyFromUtf8("a key");

  @RegisterExtension final KadFixture fixture = new KadFixture();

  private Node server;
  private Node third;
  private Host asker;

  @BeforeEach
  void start() {
    server = fixture.server(1);
    third = fixture.server(2);
    server.connect(third);
    await().atMost(SOON).until(() -> server.known() == 1);
    asker = fixture.bareHost(3);
    KadFixture.get(asker.connect(server.id(), List.of(server.address())));
  }

  /** What came on a stream. */
  private static final class Answers implements Stream.Listener {
    private final FrameDecoder decoder = new FrameDecoder(KadLimits.MESSAGE_BYTES_MAX);
    final List<Message> messages = new CopyOnWriteArrayList<>();
    volatile boolean remoteClosed;
    volatile boolean closed;

    @Override
    public void onData(Stream stream, ByteBuf data) {
      decoder.feed(data, frame -> messages.add(KadCodec.decode(frame).orElseThrow()));
    }

    @Override
    public void onRemoteClose(Stream stream) {
      remoteClosed = true;
    }

    @Override
    public void onClosed(Stream stream) {
      closed = true;
    }
  }

  private Stream open(Answers answers) {
    return KadFixture.get(asker.openStream(server.id(), List.of(PROTOCOL), stream -> answers));
  }

  private static Message request(MessageType type) {
    return Message.newBuilder().setType(type).setKey(KEY).build();
  }

  private static List<PeerId> named(Message answer) {
    return KadCodec.nearer(answer, AddressScope.LOOPBACK).stream().map(Contact::peer).toList();
  }

  @Test
  void answersEveryKindOfRequestOnOneStreamInOrder() {
    Answers answers = new Answers();
    Stream stream = open(answers);
    Message put =
        request(MessageType.PUT_VALUE).toBuilder()
            .setRecord(Record.newBuilder().setKey(KEY))
            .build();

    stream.write(Frames.encode(request(MessageType.FIND_NODE)));
    stream.write(Frames.encode(request(MessageType.PING)));
    stream.write(Frames.encode(request(MessageType.GET_VALUE)));
    stream.write(Frames.encode(request(MessageType.GET_PROVIDERS)));
    stream.write(Frames.encode(request(MessageType.ADD_PROVIDER)));
    stream.write(Frames.encode(put));
    stream.closeWrite();

    await().atMost(SOON).until(() -> answers.remoteClosed);
    assertThat(answers.messages)
        .extracting(Message::getType)
        .containsExactly(
            MessageType.FIND_NODE,
            MessageType.PING,
            MessageType.GET_VALUE,
            MessageType.GET_PROVIDERS,
            MessageType.PUT_VALUE);
    assertThat(answers.messages)
        .extracting(ServingTest::named)
        .containsExactly(
            List.of(third.id()), List.of(), List.of(third.id()), List.of(third.id()), List.of());
    assertThat(answers.messages)
        .noneMatch(answer -> answer.hasRecord() || answer.getProviderPeersCount() > 0);
    assertThat(answers.messages.get(4).getKey()).isEqualTo(KEY);
  }

  @Test
  void endsAStreamThatBringsWhatIsNoMessage() {
    Answers answers = new Answers();
    Stream stream = open(answers);

    stream.write(Frames.encode(new byte[] {(byte) 0xff, 1, 2}));

    await().atMost(SOON).until(() -> answers.closed);
    await().atMost(SOON).until(() -> server.kad.status().refused() == 1);
    assertThat(asker.connections()).hasSize(1);
  }

  @Test
  void endsAStreamThatAnnouncesTooLongAMessage() {
    Answers answers = new Answers();
    Stream stream = open(answers);

    stream.write(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, (byte) 0x80, 0x04}));

    await().atMost(SOON).until(() -> answers.closed);
    await().atMost(SOON).until(() -> server.kad.status().refused() == 1);
  }

  @Test
  void endsTheStreamOfAPeerThatAsksTooFastAndServesOthers() {
    Answers answers = new Answers();
    Stream stream = open(answers);

    for (int i = 0; i < 10 * KadLimits.REQUESTS_BURST_MAX; i++) {
      stream.write(Frames.encode(request(MessageType.PING)));
    }

    await().atMost(SOON).until(() -> answers.closed);
    assertThat(third.find(asker.peerId())).isNotNull();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(server.kad.status().refused()).isPositive();
              assertThat(server.kad.status().streamsOfOnePeer()).isLessThanOrEqualTo(1);
            });
  }

  @Test
  void takesNoMoreThanSixteenStreamsOfAPeer() {
    for (int i = 0; i < KadLimits.STREAMS_PER_PEER_MAX; i++) {
      open(new Answers());
    }
    await()
        .atMost(SOON)
        .until(() -> server.kad.status().streamsOfOnePeer() == KadLimits.STREAMS_PER_PEER_MAX);
    Answers oneMore = new Answers();

    open(oneMore);

    await().atMost(SOON).until(() -> oneMore.closed);
  }

  @Test
  void endsAStreamThatAsksNothing() {
    KadTiming brief =
        new KadTiming(600_000, 500, 30_000, 5_000, 20_000, 60_000, 3_600_000, 300, 30_000);
    Node hasty = fixture.node(4, Mode.SERVER, brief, 100);
    KadFixture.get(asker.connect(hasty.id(), List.of(hasty.address())));
    Answers answers = new Answers();

    KadFixture.get(asker.openStream(hasty.id(), List.of(PROTOCOL), stream -> answers));

    await().atMost(SOON).until(() -> answers.closed);
  }
}
