package org.datanet.node.libp2p.reqresp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.CompletableFuture;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.streams.ScriptedStream;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {

  private final CompletableFuture<Reply> reply = new CompletableFuture<>();
  private final ScriptedStream stream = new ScriptedStream();
  private final ReplyReader reader = new ReplyReader(10_000, reply);

  private void receive(int status, String body) {
    ByteBuf frame = Frames.encode(body.getBytes(UTF_8));
    try {
      reader.onData(stream, Unpooled.wrappedBuffer(new byte[] {(byte) status}));
      reader.onData(stream, frame);
    } finally {
      frame.release();
    }
  }

  @Test
  void cutsARefusalThatIsADocument() {
    receive(16, "x".repeat(5_000));

    assertThat(reply).isCompletedWithValue(new Reply.Refused(16, "x".repeat(512)));
  }

  @Test
  void takesFromARefusalWhatCouldSteerATerminal() {
    receive(16, "no\u001b[2J\nINFO all is well");

    assertThat(reply).isCompletedWithValue(new Reply.Refused(16, "no?[2J?INFO all is well"));
  }

  @Test
  void endsAtAReplyAboveItsLimit() {
    receive(0, "x".repeat(10_001));

    assertThat(stream.isReset()).isTrue();
    assertThat(reply.exceptionNow()).hasMessage("bad reply: TOO_LARGE");
  }
}
