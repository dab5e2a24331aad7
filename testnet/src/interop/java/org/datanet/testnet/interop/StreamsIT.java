package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.testnet.lines.LineFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams between a js-libp2p peer and ours: ends of one direction, ends of both, windows. */
@ParameterizedClass
@EnumSource(Wire.class)
class StreamsIT {

  private static final String PROTOCOL = "/interop/stream/1";

  /** Several times the window that either side grants at first. */
  private static final int LONG_BYTES = 3 << 20;

  @Parameter private Wire wire;

  private OurPeer ours;
  private JsPeer js;

  @BeforeEach
  void start() throws IOException {
    ours = OurPeer.start(1, wire);
    js = JsPeer.start(wire);
  }

  @AfterEach
  void stop() {
    js.close();
    ours.close();
  }

  @Test
  void weEndOurWritingAndReadItsAnswerToTheEnd() {
    js.process().ask("handle", "protocol", PROTOCOL, "behaviour", "reverse");
    Meeting.dial(ours, js);
    byte[] sent = bytes(LONG_BYTES);

    Conversation conversation = new Conversation();
    Stream stream = open(conversation);
    stream.write(Unpooled.wrappedBuffer(sent));
    stream.closeWrite();

    assertThat(Futures.get(conversation.remoteClosed)).isEqualTo(reversed(sent));
    Futures.get(conversation.closed);
  }

  @Test
  void itEndsItsWritingAndReadsOurAnswerToTheEnd() {
    ours.host().handle(PROTOCOL, stream -> new Reversing());
    js.connect(ours.address());
    byte[] sent = bytes(LONG_BYTES);

    JsonNode answer = exchange(sent);

    assertThat(Base64.getDecoder().decode(answer.get("data").asText())).isEqualTo(reversed(sent));
  }

  @Test
  void aResetOfItsEndsOurStreamInBothDirections() {
    js.process().ask("handle", "protocol", PROTOCOL, "behaviour", "reset");
    Meeting.dial(ours, js);

    Conversation conversation = new Conversation();
    Stream stream = open(conversation);
    stream.write(Unpooled.wrappedBuffer(bytes(10)));

    Futures.get(conversation.closed);
    assertThat(conversation.remoteClosed).isNotDone();
    assertThat(stream.write(Unpooled.wrappedBuffer(bytes(1))).toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aResetOfOursReachesIt() {
    js.process().ask("handle", "protocol", PROTOCOL, "behaviour", "watch");
    Meeting.dial(ours, js);

    Stream stream = open(new Conversation());
    Futures.get(stream.write(Unpooled.wrappedBuffer(bytes(10))));
    stream.reset();

    JsonNode told = js.process().awaitEvent(wire.eventOfReset());
    assertThat(told.path("reason").asText()).isEqualTo(wire.reasonOfReset());
  }

  @Test
  void itResetsWhatItOpenedAndOurListenerHears() {
    Conversation conversation = new Conversation();
    ours.host().handle(PROTOCOL, stream -> conversation);
    js.connect(ours.address());

    send("openAndSend", bytes(10)).join();
    await().until(() -> conversation.received.size() == 10);
    js.process().ask("resetLast");

    Futures.get(conversation.closed);
    assertThat(conversation.remoteClosed).isNotDone();
  }

  @Test
  void aProtocolThatTheOtherDoesNotSpeakIsRefusedBothWays() {
    Meeting.dial(ours, js);

    assertThatThrownBy(() -> open(new Conversation()))
        .hasRootCauseInstanceOf(Host.ProtocolUnsupportedException.class);
    assertThatThrownBy(() -> exchange(bytes(1))).isInstanceOf(LineFailure.class);
    assertThat(ours.connectionTo(js.id())).isPresent();
  }

  @Test
  void aHundredStreamsAtOnceDoNotMixTheirBytes() {
    ours.host().handle(PROTOCOL, stream -> new Reversing());
    js.process().ask("handle", "protocol", PROTOCOL, "behaviour", "reverse");
    Meeting.dial(ours, js);

    List<Exchange> exchanges =
        java.util.stream.IntStream.range(0, 100).mapToObj(this::exchangeBothWays).toList();

    exchanges.forEach(Exchange::check);
  }

  /** What was sent on two streams, and the answers as they come. */
  private record Exchange(
      byte[] sent, CompletableFuture<byte[]> toUs, CompletableFuture<JsonNode> toIt) {
    void check() {
      assertThat(Futures.get(toUs)).isEqualTo(reversed(sent));
      assertThat(Base64.getDecoder().decode(Futures.get(toIt).get("data").asText()))
          .isEqualTo(reversed(sent));
    }
  }

  private Exchange exchangeBothWays(int number) {
    byte[] sent = bytes(1_000 + number);
    Conversation conversation = new Conversation();
    ours.host()
        .openStream(js.id(), List.of(PROTOCOL), stream -> conversation)
        .thenAccept(
            stream -> {
              stream.write(Unpooled.wrappedBuffer(sent));
              stream.closeWrite();
            });
    return new Exchange(sent, conversation.remoteClosed, send("exchange", sent));
  }

  private CompletableFuture<JsonNode> send(String command, byte[] data) {
    return js.process()
        .send(
            command,
            "peer",
            ours.id().toString(),
            "protocol",
            PROTOCOL,
            "data",
            JsPeer.base64(data));
  }

  private Stream open(Conversation conversation) {
    return Futures.get(ours.host().openStream(js.id(), List.of(PROTOCOL), stream -> conversation));
  }

  private JsonNode exchange(byte[] data) {
    await().until(() -> js.connections().contains(ours.id()));
    return Futures.get(send("exchange", data));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  /** Collects what comes. */
  private static class Conversation implements Stream.Listener {

    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    final CompletableFuture<byte[]> remoteClosed = new CompletableFuture<>();
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    @Override
    public void onData(Stream stream, ByteBuf data) {
      byte[] part = new byte[data.readableBytes()];
      data.readBytes(part);
      received.writeBytes(part);
    }

    @Override
    public void onRemoteClose(Stream stream) {
      remoteClosed.complete(received.toByteArray());
    }

    @Override
    public void onClosed(Stream stream) {
      closed.complete(true);
    }
  }

  /** Answers with all that came, backwards, when the far side has ended its writing. */
  private static final class Reversing extends Conversation {
    @Override
    public void onRemoteClose(Stream stream) {
      stream.write(Unpooled.wrappedBuffer(reversed(received.toByteArray())));
      stream.closeWrite();
    }
  }
}
