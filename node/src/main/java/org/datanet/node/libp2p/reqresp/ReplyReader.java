package org.datanet.node.libp2p.reqresp;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.streams.FrameDecoder;

/** Reads one reply from the stream that its request went out on. */
final class ReplyReader implements Stream.Listener {

  private final FrameDecoder decoder;
  private final CompletableFuture<Reply> reply;
  private int status = -1;

  ReplyReader(int replyBytesMax, CompletableFuture<Reply> reply) {
    this.decoder = new FrameDecoder(replyBytesMax);
    this.reply = reply;
  }

  @Override
  public void onData(Stream stream, ByteBuf data) {
    if (status < 0 && data.isReadable()) {
      status = data.readUnsignedByte();
    }
    FrameDecoder.Result result = decoder.feed(data, body -> reply.complete(Reply.of(status, body)));
    if (result != FrameDecoder.Result.OK) {
      stream.reset();
      reply.completeExceptionally(new IOException("bad reply: " + result));
    }
  }

  @Override
  public void onRemoteClose(Stream stream) {
    reply.completeExceptionally(new IOException("the peer closed without a reply"));
  }

  @Override
  public void onClosed(Stream stream) {
    reply.completeExceptionally(new IOException("the stream ended without a reply"));
  }
}
