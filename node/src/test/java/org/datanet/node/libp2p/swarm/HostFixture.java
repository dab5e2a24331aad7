package org.datanet.node.libp2p.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.datanet.node.PooledBuffers;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.transport.Transport;
import org.datanet.node.libp2p.transport.TransportContext;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Hosts on loopback that are closed after each test, with a look at what they leave behind. */
final class HostFixture implements BeforeEachCallback, AfterEachCallback {

  static final Duration SOON = Duration.ofSeconds(60);

  private final Wire wire;
  private final List<Host> hosts = new ArrayList<>();
  private PooledBuffers before = PooledBuffers.now();

  /** Hosts that listen on TCP. */
  HostFixture() {
    this(Wire.TCP);
  }

  HostFixture(Wire wire) {
    this.wire = wire;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    before = PooledBuffers.now();
  }

  /** Closing a host leaves no buffer and no thread. */
  @Override
  public void afterEach(ExtensionContext context) {
    hosts.forEach(Host::close);
    before.awaitAgain();
    // A thread lives a moment longer than what it ran: for as long as it waits for a core.
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("libp2p-")));
  }

  Swarm host(int number) {
    return host(number, config -> config);
  }

  Swarm host(int number, UnaryOperator<HostConfig> change) {
    return host(number, change, Swarm::create);
  }

  /** A host over transports of the test's choice. */
  Swarm host(int number, BiFunction<HostConfig, TransportContext, List<Transport>> choice) {
    HostConfig config = config(number);
    return added(Swarm.create(config, context -> choice.apply(config, context)));
  }

  /** A host of another make. */
  <H extends Host> H host(
      int number, UnaryOperator<HostConfig> change, Function<HostConfig, H> make) {
    return added(make.apply(change.apply(config(number))));
  }

  private static HostConfig config(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return HostConfig.defaults(Identity.ofEd25519Seed(seed), "test/" + number).withPing(0, 1_000);
  }

  private <H extends Host> H added(H host) {
    hosts.add(host);
    return host;
  }

  /** Listens on a free port of loopback and gives the address with the peer id. */
  Multiaddr bind(Host host) {
    return listen(host, wire);
  }

  /** The same on TCP, whatever the transport of this fixture. */
  static Multiaddr listen(Host host) {
    return listen(host, Wire.TCP);
  }

  static Multiaddr listen(Host host, Wire wire) {
    return get(host.listen(wire.onLoopback(0))).withPeerId(host.peerId());
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
  }

  static Stream open(Host host, PeerId peer, String protocol, Stream.Listener listener) {
    return get(host.openStream(peer, List.of(protocol), stream -> listener));
  }

  static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  /** Keeps what a stream tells. */
  static class Recorder implements Stream.Listener {
    final StringBuffer received = new StringBuffer();
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void onData(Stream stream, ByteBuf data) {
      received.append(data.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void onRemoteClose(Stream stream) {
      events.add("remote close");
    }

    @Override
    public void onClosed(Stream stream) {
      events.add("closed");
    }
  }

  /** Sends back what comes, reading on when it has gone, and half-closes after the remote has. */
  static final class Echo extends Recorder {
    @Override
    public void onData(Stream stream, ByteBuf data) {
      stream.setReading(false);
      stream.write(data.retain()).thenRun(() -> stream.setReading(true));
    }

    @Override
    public void onRemoteClose(Stream stream) {
      super.onRemoteClose(stream);
      stream.closeWrite();
    }
  }
}
