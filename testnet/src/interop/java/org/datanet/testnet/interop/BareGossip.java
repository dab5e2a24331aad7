package org.datanet.testnet.interop;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.streams.FrameDecoder;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** Gossip's frames without a router: says what it is told to, keeps what it hears. */
final class BareGossip implements AutoCloseable {

  private static final String PROTOCOL = "/meshsub/1.1.0";
  private static final long SECONDS_MAX = 20;

  private final Host host;
  private final Stream out;
  private final BlockingQueue<RPC> heard;

  private BareGossip(Host host, Stream out, BlockingQueue<RPC> heard) {
    this.host = host;
    this.out = out;
    this.heard = heard;
  }

  static BareGossip connect(Multiaddr to) {
    Host host = OurHost.create(77);
    BlockingQueue<RPC> heard = new LinkedBlockingQueue<>();
    host.handle(PROTOCOL, stream -> new Listening(heard));
    Host.PeerConnection connection = Futures.get(host.connect(to));
    Stream out =
        Futures.get(
            host.openStream(
                connection.remotePeer(), List.of(PROTOCOL), stream -> new Listening(heard)));
    return new BareGossip(host, out, heard);
  }

  void send(RPC rpc) {
    ByteBuf frame = Frames.start(rpc.getSerializedSize());
    Frames.append(frame, rpc);
    Futures.get(out.write(frame));
  }

  /** The next RPC that fits; others that come before it are dropped. */
  RPC next(Predicate<RPC> wanted) {
    try {
      while (true) {
        RPC rpc = heard.poll(SECONDS_MAX, TimeUnit.SECONDS);
        if (rpc == null) {
          throw new AssertionError("no such RPC came");
        }
        if (wanted.test(rpc)) {
          return rpc;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    host.close();
  }

  private static final class Listening implements Stream.Listener {

    private final BlockingQueue<RPC> heard;
    private final FrameDecoder decoder = new FrameDecoder(2 << 20);

    Listening(BlockingQueue<RPC> heard) {
      this.heard = heard;
    }

    @Override
    public void onData(Stream stream, ByteBuf data) {
      decoder.feed(data, this::onFrame);
    }

    private void onFrame(byte[] frame) {
      try {
        heard.add(RPC.parseFrom(frame));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void onRemoteClose(Stream stream) {
      // The far side uses another stream to speak.
    }

    @Override
    public void onClosed(Stream stream) {
      // Nothing is held.
    }
  }
}
