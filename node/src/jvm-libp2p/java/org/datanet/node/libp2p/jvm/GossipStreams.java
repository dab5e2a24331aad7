package org.datanet.node.libp2p.jvm;

import io.libp2p.core.P2PChannel;
import io.libp2p.core.Stream;
import io.libp2p.core.multistream.ProtocolBinding;
import io.libp2p.core.multistream.ProtocolDescriptor;
import io.libp2p.pubsub.PubsubProtocol;
import io.libp2p.pubsub.gossip.GossipRouter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import kotlin.Unit;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.Intake;

/** Gives streams of gossip, of either side, to jvm-libp2p's router. Any thread. */
final class GossipStreams implements ProtocolBinding<Unit> {

  /** In order of preference; those that {@link PubsubProtocol#Gossip_V_1_2} stands for. */
  static final List<String> PROTOCOLS =
      List.of(
          PubsubProtocol.Gossip_V_1_2.getAnnounceStr(),
          PubsubProtocol.Gossip_V_1_1.getAnnounceStr(),
          PubsubProtocol.Gossip_V_1_0.getAnnounceStr());

  private final GossipRouter router;
  private final Executor loop;
  private final GossipSeats seats;
  private final Map<PeerId, Intake> intakes = new ConcurrentHashMap<>();

  /**
   * @param loop the router's
   */
  GossipStreams(GossipRouter router, Executor loop, GossipSeats seats) {
    this.router = router;
    this.loop = loop;
    this.seats = seats;
  }

  /** What came from a peer and is not dealt with; empty where it has no stream to us. */
  Optional<Intake> intake(PeerId peer) {
    return Optional.ofNullable(intakes.get(peer));
  }

  @Override
  public ProtocolDescriptor getProtocolDescriptor() {
    return new ProtocolDescriptor(PROTOCOLS);
  }

  @Override
  public CompletableFuture<Unit> initChannel(P2PChannel raw, String protocol) {
    Stream stream = (Stream) raw;
    if (!JvmTypes.channel(stream).isOpen()) {
      // Its answer could not be written. Nobody would tell of its end, and its seat stay taken.
      return CompletableFuture.failedFuture(new IOException("the stream is closed"));
    }
    PeerId peer = JvmTypes.ours(stream.remotePeerId());
    CompletableFuture<Void> seat = seats.take(peer, stream.getConnection());
    if (seat.isDone()) {
      give(stream, peer);
    } else {
      hold(stream, peer, seat);
    }
    return CompletableFuture.completedFuture(Unit.INSTANCE);
  }

  private void give(Stream stream, PeerId peer) {
    StreamMeter meter = YamuxGate.meter(stream);
    Channel channel = JvmTypes.channel(stream);
    Intake intake =
        new Intake(reading -> channel.eventLoop().execute(() -> meter.setReading(reading)));
    if (!stream.isInitiator()) {
      intakes.put(peer, intake);
    }
    Channel connection = JvmTypes.channel(stream.getConnection());
    Runnable onEnd =
        () -> {
          intakes.remove(peer, intake);
          seats.leave(peer);
          // A peer that lost gossip starts clean, with a new connection.
          connection.close();
        };
    router.addPeerWithDebugHandler(
        stream, new GossipLine(meter, intake, loop, connection::close, onEnd));
  }

  private void hold(Stream stream, PeerId peer, CompletableFuture<Void> seat) {
    Channel channel = JvmTypes.channel(stream);
    HeldStream held = new HeldStream(YamuxGate.meter(stream));
    stream.pushHandler(held);
    ChannelHandlerContext here = channel.pipeline().context(held);
    seat.thenRunAsync(
        () -> {
          if (channel.isOpen()) {
            give(stream, peer);
            held.release(here);
          } else {
            seats.leave(peer);
          }
        },
        channel.eventLoop());
  }
}
