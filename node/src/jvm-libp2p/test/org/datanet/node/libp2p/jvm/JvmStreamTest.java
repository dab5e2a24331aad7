package org.datanet.node.libp2p.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.libp2p.core.P2PChannel;
import io.libp2p.core.multistream.ProtocolBinding;
import io.libp2p.core.multistream.ProtocolDescriptor;
import io.libp2p.pubsub.gossip.builders.GossipRouterBuilder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.streams.ProtocolExecutors;
import org.datanet.node.libp2p.streams.Silence;
import org.datanet.node.libp2p.swarm.HostConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that end while jvm-libp2p still settles what is spoken on them. */
class JvmStreamTest {

  private static final String PROTOCOL = "/over/1";

  private final JvmHost server = host(1);
  private final JvmHost client = host(2);
  private final AtomicInteger opened = new AtomicInteger();
  private final StreamHandler counting =
      stream -> {
        opened.incrementAndGet();
        return new Silence();
      };

  private static JvmHost host(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return JvmHost.create(HostConfig.defaults(Identity.ofEd25519Seed(seed), "test"));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** A binding with something besides; keeps what came of it. */
  private record Changed<T>(
      Function<io.libp2p.core.Stream, CompletableFuture<T>> change, CompletableFuture<T> result)
      implements ProtocolBinding<T> {

    @Override
    public ProtocolDescriptor getProtocolDescriptor() {
      return new ProtocolDescriptor(List.of(PROTOCOL));
    }

    @Override
    public CompletableFuture<T> initChannel(P2PChannel channel, String protocol) {
      return change
          .apply((io.libp2p.core.Stream) channel)
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  result.complete(value);
                } else {
                  result.completeExceptionally(failure);
                }
              });
    }
  }

  /** What comes of the first stream that a client opens. */
  private <T> CompletableFuture<T> serve(
      Function<io.libp2p.core.Stream, CompletableFuture<T>> change) {
    Changed<T> binding = new Changed<>(change, new CompletableFuture<>());
    server.answer(binding);
    Multiaddr address =
        get(server.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))).withPeerId(server.peerId());
    get(client.connect(address));
    client.openStream(server.peerId(), List.of(PROTOCOL), stream -> new Silence());
    return binding.result();
  }

  /** Both sides have gone on for a round trip. */
  private void goOn() {
    get(client.openStream(server.peerId(), List.of("/ipfs/ping/1.0.0"), stream -> new Silence()));
  }

  @Test
  void hasNoListenerWhereItEndsBeforeItIsActive() {
    CompletableFuture<Stream> attached =
        serve(
            raw -> {
              CompletableFuture<Stream> stream = JvmStream.attach(raw, PROTOCOL, counting, 1_000);
              raw.close();
              return stream;
            });

    assertThatThrownBy(() -> get(attached)).hasMessageContaining("the stream is closed");
    goOn();
    assertThat(opened).hasValue(0);
  }

  @Test
  void hasNoListenerWhereItEndedBeforeItWasAttached() {
    CompletableFuture<Stream> attached =
        serve(
            raw -> {
              raw.close();
              return JvmStream.attach(raw, PROTOCOL, counting, 1_000);
            });

    assertThatThrownBy(() -> get(attached)).hasMessageContaining("the stream is closed");
    goOn();
    assertThat(opened).hasValue(0);
  }

  @Test
  void takesNoSeatInGossipWhereItEndedBefore() {
    GossipSeats seats = new GossipSeats();
    try (ScheduledExecutorService loop = ProtocolExecutors.timer("test", nobody())) {
      GossipStreams gossip = new GossipStreams(new GossipRouterBuilder().build(), loop, seats);
      CompletableFuture<?> added =
          serve(
              raw -> {
                raw.close();
                return gossip.initChannel(raw, PROTOCOL);
              });

      assertThatThrownBy(() -> get(added)).hasMessageContaining("the stream is closed");
    }
    assertThat(seats.take(client.peerId(), new Object())).isDone();
  }

  private static Consumer<Throwable> nobody() {
    return bug -> {
      throw new AssertionError(bug);
    };
  }
}
