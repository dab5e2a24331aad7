package org.datanet.node.libp2p.swarm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.datanet.node.libp2p.swarm.HostFixture.SOON;
import static org.datanet.node.libp2p.swarm.HostFixture.bytes;
import static org.datanet.node.libp2p.swarm.HostFixture.get;
import static org.datanet.node.libp2p.swarm.HostFixture.open;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Host.ProtocolUnsupportedException;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.swarm.HostFixture.Echo;
import org.datanet.node.libp2p.swarm.HostFixture.Recorder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What streams of a host do over whichever transport. */
abstract class HostStreamContract {

  private static final String ECHO = "/echo/1";
  private static final String SINK = "/sink/1";
  private static final String PAUSED = "/paused/1";
  private static final int KIB = 1024;

  @RegisterExtension final HostFixture fixture;

  private final Recorder sink = new Recorder();
  private final AtomicReference<Stream> sinkStream = new AtomicReference<>();
  private Host client;
  private Host server;

  HostStreamContract(Wire wire) {
    fixture = new HostFixture(wire);
  }

  Host host(int number) {
    return fixture.host(number);
  }

  @BeforeEach
  void connect() {
    server = host(1);
    client = host(2);
    server.handle(ECHO, stream -> new Echo());
    server.handle(
        SINK,
        stream -> {
          sinkStream.set(stream);
          return sink;
        });
    server.handle(
        PAUSED,
        stream -> {
          stream.setReading(false);
          sinkStream.set(stream);
          return sink;
        });
    get(client.connect(fixture.bind(server)));
  }

  @Test
  void carriesBytesBothWaysAndEndsWhenBothHaveClosed() {
    Recorder answers = new Recorder();
    Stream stream = open(client, server.peerId(), ECHO, answers);

    stream.write(bytes("hello "));
    stream.write(bytes("there"));
    stream.closeWrite();

    await().atMost(SOON).until(() -> answers.events.contains("closed"));
    assertThat(answers.received).hasToString("hello there");
    assertThat(answers.events).containsExactly("remote close", "closed");
    assertThat(stream.protocol()).isEqualTo(ECHO);
    assertThat(stream.pendingBytes()).isZero();
  }

  @Test
  void opensAThousandStreamsOneAfterAnother() {
    for (int i = 0; i < 1_000; i++) {
      echoes("stream " + i).join();
    }
  }

  @Test
  void opensAHundredStreamsAtOnce() {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(echoes("stream " + i));
    }

    get(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
  }

  private CompletableFuture<Void> echoes(String text) {
    CompletableFuture<Void> echoed = new CompletableFuture<>();
    Recorder answers =
        new Recorder() {
          @Override
          public void onClosed(Stream stream) {
            if (received.toString().equals(text)) {
              echoed.complete(null);
            } else {
              echoed.completeExceptionally(new AssertionError("got " + received));
            }
          }
        };
    client
        .openStream(
            server.peerId(),
            List.of(ECHO),
            stream -> {
              stream.write(bytes(text));
              stream.closeWrite();
              return answers;
            })
        .exceptionally(
            failure -> {
              echoed.completeExceptionally(failure);
              return null;
            });
    return echoed;
  }

  @Test
  void carriesMoreThanAnyWindowIntact() {
    byte[] payload = new byte[9 * 1024 * KIB];
    new Random(7).nextBytes(payload);
    MessageDigest digest = CryptoSuite.sha256();
    AtomicLong receivedBytes = new AtomicLong();
    CompletableFuture<byte[]> hash = new CompletableFuture<>();
    Recorder answers =
        new Recorder() {
          @Override
          public void onData(Stream stream, ByteBuf data) {
            receivedBytes.addAndGet(data.readableBytes());
            digest.update(data.nioBuffer());
          }

          @Override
          public void onRemoteClose(Stream stream) {
            hash.complete(digest.digest());
          }
        };
    Stream stream = open(client, server.peerId(), ECHO, answers);

    CompletionStage<Void> written = CompletableFuture.completedFuture(null);
    for (int at = 0; at < payload.length; at += 1 << 20) {
      ByteBuf part = Unpooled.wrappedBuffer(payload, at, 1 << 20);
      written = written.thenCompose(done -> stream.write(part));
    }
    get(written);
    stream.closeWrite();

    assertThat(get(hash)).isEqualTo(CryptoSuite.sha256().digest(payload));
    assertThat(receivedBytes).hasValue(payload.length);
  }

  @Test
  void aReaderThatStopsReadingBoundsTheWriterAndNobodyElse() {
    Stream stream = open(client, server.peerId(), PAUSED, new Recorder());
    stream.write(bytes("first"));
    List<CompletableFuture<Void>> writes = new ArrayList<>();

    // 63 × 64 KiB: under the send buffer's bound, far over the window of 256 KiB.
    for (int i = 0; i < 63; i++) {
      writes.add(stream.write(Unpooled.wrappedBuffer(new byte[64 * KIB])).toCompletableFuture());
    }

    await().atMost(SOON).until(() -> doneOf(writes) == 3);
    get(echoes("x".repeat(1024 * KIB)));
    assertThat(doneOf(writes)).isEqualTo(3);
    assertThat(sink.received).isEmpty();
    assertThat(stream.pendingBytes()).isBetween(59 * 64 * KIB, 60 * 64 * KIB);

    sinkStream.get().setReading(true);

    get(CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)));
    await().atMost(SOON).until(() -> sink.received.length() == 5 + 63 * 64 * KIB);
  }

  private static long doneOf(List<CompletableFuture<Void>> writes) {
    return writes.stream().filter(CompletableFuture::isDone).count();
  }

  @Test
  void aFullSendBufferResetsTheStream() {
    Recorder own = new Recorder();
    Stream stream = open(client, server.peerId(), PAUSED, own);

    List<CompletionStage<Void>> writes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      writes.add(stream.write(Unpooled.wrappedBuffer(new byte[1024 * 1024])));
    }

    // The reader is paused, so that the window takes 256 KiB at most: the fifth MiB is too much.
    assertThatThrownBy(() -> get(writes.getLast())).hasMessageContaining("send buffer is full");
    await().atMost(SOON).until(() -> own.events.contains("closed"));
    await().atMost(SOON).until(() -> stream.pendingBytes() == 0);
    sinkStream.get().setReading(true);
    await().atMost(SOON).until(() -> sink.events.contains("closed"));
    assertThat(sink.events).containsExactly("closed");
  }

  @Test
  void whatCameBeforeBothClosedIsStillReadAfterAPause() {
    Recorder own = new Recorder();
    Stream stream = open(client, server.peerId(), PAUSED, own);
    await().atMost(SOON).until(() -> sinkStream.get() != null);
    sinkStream.get().closeWrite();
    await().atMost(SOON).until(() -> own.events.contains("remote close"));
    stream.write(bytes("the last words"));
    stream.closeWrite();
    await().atMost(SOON).until(() -> own.events.contains("closed"));
    get(echoes("a round trip later"));
    assertThat(sink.events).isEmpty();

    sinkStream.get().setReading(true);

    await().atMost(SOON).until(() -> sink.events.contains("closed"));
    assertThat(sink.received).hasToString("the last words");
    assertThat(sink.events).containsExactly("remote close", "closed");
  }

  @Test
  void tellsOfTheEndWhenTheListenerHasDealtWithWhatCameBefore() {
    Recorder reader =
        new Recorder() {
          @Override
          public void onData(Stream stream, ByteBuf data) {
            stream.setReading(false);
            stream.setReading(true);
            events.add(data.toString(UTF_8));
          }
        };
    AtomicReference<Stream> paused = new AtomicReference<>();
    server.handle(
        "/stops/1",
        stream -> {
          stream.setReading(false);
          paused.set(stream);
          return reader;
        });
    Stream stream = open(client, server.peerId(), "/stops/1", new Recorder());
    await().atMost(SOON).until(() -> paused.get() != null);
    stream.write(bytes("the last words"));
    stream.closeWrite();
    get(echoes("a round trip later"));

    paused.get().setReading(true);

    await().atMost(SOON).until(() -> reader.events.contains("remote close"));
    assertThat(reader.events).containsExactly("the last words", "remote close");
  }

  @Test
  void aHalfClosedStreamStillReceives() {
    Recorder own = new Recorder();
    Stream stream = open(client, server.peerId(), SINK, own);
    stream.closeWrite();
    await().atMost(SOON).until(() -> sink.events.contains("remote close"));

    sinkStream.get().write(bytes("late answer"));
    sinkStream.get().closeWrite();

    await().atMost(SOON).until(() -> own.events.contains("closed"));
    assertThat(own.received).hasToString("late answer");
    assertThatThrownBy(() -> get(stream.write(bytes("x"))))
        .hasMessageContaining("stream is closed");
  }

  @Test
  void aResetEndsBothDirectionsAtOnce() {
    Recorder own = new Recorder();
    Stream stream = open(client, server.peerId(), SINK, own);

    stream.reset();

    await().atMost(SOON).until(() -> sink.events.contains("closed"));
    assertThat(sink.events).containsExactly("closed");
    assertThat(own.events).containsExactly("closed");
  }

  @Test
  void offersProtocolsInOrderAndTakesTheFirstThatIsSpoken() {
    Stream stream =
        get(
            client.openStream(
                server.peerId(), List.of("/none/1", ECHO, SINK), opened -> new Recorder()));

    assertThat(stream.protocol()).isEqualTo(ECHO);
    stream.reset();
  }

  @Test
  void saysWhenNoProtocolIsSpoken() {
    assertThatThrownBy(
            () -> get(client.openStream(server.peerId(), List.of("/none/1"), s -> new Recorder())))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ProtocolUnsupportedException.class)
        .hasMessageContaining("/none/1");
  }

  @Test
  void closingTheConnectionEndsItsStreams() {
    Recorder own = new Recorder();
    open(client, server.peerId(), SINK, own);

    client.connections().getFirst().close("test");

    await().atMost(SOON).until(() -> own.events.contains("closed"));
    await().atMost(SOON).until(() -> sink.events.contains("closed"));
    assertThatThrownBy(
            () -> get(client.openStream(server.peerId(), List.of(ECHO), s -> new Recorder())))
        .hasCauseInstanceOf(IOException.class);
  }
}
