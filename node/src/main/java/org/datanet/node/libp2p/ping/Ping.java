package org.datanet.node.libp2p.ping;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Host.StreamHandler;
import org.datanet.node.libp2p.host.Stream;

/**
 * Both roles of ping. Each measurement takes a stream of its own, which every implementation
 * answers.
 */
public final class Ping {

  public static final String PROTOCOL = "/ipfs/ping/1.0.0";

  /** Length of the payload, by the specification. */
  public static final int PAYLOAD_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Ping() {}

  /** Opens a stream of the protocols offered; {@code Host.openStream} for one peer. */
  @FunctionalInterface
  public interface Opener {
    CompletionStage<Stream> open(List<String> protocols, StreamHandler handler);
  }

  /**
   * Sends back what comes. A remote that does not read fills its stream's send buffer, which resets
   * it.
   */
  public static StreamHandler responder() {
    return stream -> new Echo();
  }

  /**
   * Measures one round trip.
   *
   * @return microseconds; fails where the stream does not open, ends early or brings other bytes
   *     back
   */
  public static CompletionStage<Long> measure(Opener opener) {
    CompletableFuture<Long> micros = new CompletableFuture<>();
    byte[] payload = new byte[PAYLOAD_BYTES];
    RANDOM.nextBytes(payload);
    opener
        .open(
            List.of(PROTOCOL),
            stream -> {
              stream.write(Unpooled.wrappedBuffer(payload));
              return new Measurement(payload, System.nanoTime(), micros);
            })
        .whenComplete(
            (stream, failure) -> {
              if (failure != null) {
                micros.completeExceptionally(failure);
              }
            });
    return micros;
  }

  private static final class Echo implements Stream.Listener {
    @Override
    public void onData(Stream stream, ByteBuf data) {
      stream.write(data.copy()); // a slice would hold the frame it came in
    }

    @Override
    public void onRemoteClose(Stream stream) {
      stream.closeWrite();
    }

    @Override
    public void onClosed(Stream stream) {
      // nothing is held
    }
  }

  private static final class Measurement implements Stream.Listener {
    private final byte[] payload;
    private final long sentAtNanos;
    private final CompletableFuture<Long> micros;
    private int matchedBytes;

    Measurement(byte[] payload, long sentAtNanos, CompletableFuture<Long> micros) {
      this.payload = payload;
      this.sentAtNanos = sentAtNanos;
      this.micros = micros;
    }

    @Override
    public void onData(Stream stream, ByteBuf data) {
      int end = matchedBytes + data.readableBytes();
      byte[] part = new byte[data.readableBytes()];
      data.readBytes(part);
      if (end > PAYLOAD_BYTES
          || !Arrays.equals(part, Arrays.copyOfRange(payload, matchedBytes, end))) {
        stream.reset();
        return;
      }
      matchedBytes = end;
      if (matchedBytes == PAYLOAD_BYTES) {
        micros.complete((System.nanoTime() - sentAtNanos) / 1_000);
        stream.closeWrite();
      }
    }

    @Override
    public void onRemoteClose(Stream stream) {
      stream.closeWrite();
    }

    @Override
    public void onClosed(Stream stream) {
      micros.completeExceptionally(new java.io.IOException("the ping stream ended early"));
    }
  }
}
