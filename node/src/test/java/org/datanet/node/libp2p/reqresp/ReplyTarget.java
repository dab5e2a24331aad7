package org.datanet.node.libp2p.reqresp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.streams.ScriptedStream;

/**
 * Input: the size of the parts that the rest comes in. A reply comes whole, or the request fails;
 * what a peer says in a refusal is short and can steer no terminal.
 */
public final class ReplyTarget implements FuzzTarget {

  private static final int REPLY_BYTES_MAX = 4_096;

  @Override
  public String name() {
    return "reply";
  }

  @Override
  public void accept(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int partBytes = 1 + (input[0] & 0xff);
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    ReplyReader reader = new ReplyReader(REPLY_BYTES_MAX, reply);
    ScriptedStream stream = new ScriptedStream();
    for (int from = 1; from < input.length && !stream.isReset(); from += partBytes) {
      int bytes = Math.min(partBytes, input.length - from);
      reader.onData(stream, Unpooled.wrappedBuffer(input, from, bytes));
    }
    reader.onRemoteClose(stream);
    reader.onClosed(stream);

    assertThat(reply).isDone();
    if (reply.isCompletedExceptionally()) {
      assertThat(reply.exceptionNow()).isInstanceOf(IOException.class);
    } else if (reply.join() instanceof Reply.Refused refused) {
      assertThat(refused.message()).hasSizeLessThanOrEqualTo(Reply.Refused.MESSAGE_BYTES_MAX);
      assertThat(refused.message().chars()).noneMatch(Character::isISOControl);
    } else {
      assertThat(reply.join().wireBody()).hasSizeLessThanOrEqualTo(REPLY_BYTES_MAX);
    }
  }

  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (64 << 10) + 1024L * inputBytes;
  }
}
