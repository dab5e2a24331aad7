package org.datanet.node.libp2p.multistream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Set;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.multistream.Negotiation.Outcome;

/**
 * Input: the side, then what the remote sends. The outcome and what we answer do not depend on how
 * the bytes come, what we answer is bounded, and nothing is held at the end.
 */
public final class NegotiationTarget implements FuzzTarget {

  private static final List<String> PROPOSALS = List.of("/noise", "/tls/1.0.0");

  /** Our header, and an answer to each proposal of at most a thousand bytes. */
  private static final int REPLY_CHARS_MAX = 2 * Negotiation.MESSAGE_BYTES_MAX * 2;

  @Override
  public String name() {
    return "multistream";
  }

  @Override
  public void accept(byte[] input) {
    if (input.length == 0) {
      return;
    }
    boolean initiator = (input[0] & 1) == 0;

    assertThat(talk(initiator, input, 1)).isEqualTo(talk(initiator, input, input.length));
  }

  private static String talk(boolean initiator, byte[] input, int partBytes) {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    StringBuilder replies = new StringBuilder();
    String outcome = "pending";
    try (Negotiation negotiation =
        initiator
            ? Negotiation.initiator(allocator, PROPOSALS)
            : Negotiation.responder(allocator, Set.copyOf(PROPOSALS)::contains)) {
      negotiation.opening().release();
      for (int from = 1; from < input.length && outcome.equals("pending"); from += partBytes) {
        ByteBuf part =
            Unpooled.wrappedBuffer(input, from, Math.min(partBytes, input.length - from));
        outcome =
            switch (negotiation.receive(part)) {
              case Outcome.Pending pending -> {
                take(pending.reply(), replies);
                yield "pending";
              }
              case Outcome.Agreed agreed -> {
                take(agreed.reply(), replies);
                agreed.rest().release();
                assertThat(PROPOSALS).contains(agreed.protocol());
                yield "agreed on " + agreed.protocol();
              }
              case Outcome.Refused refused -> "refused";
              case Outcome.Violated violated -> "violated: " + violated.reason();
            };
      }
    }
    assertThat(allocator.metric().usedHeapMemory()).isZero();
    assertThat(replies).hasSizeLessThanOrEqualTo(REPLY_CHARS_MAX);
    // Replies of a part that ends in a violation are not sent, so they depend on the parts.
    return outcome.startsWith("violated") || outcome.equals("refused")
        ? outcome
        : outcome + " " + replies;
  }

  private static void take(ByteBuf reply, StringBuilder replies) {
    replies.append(ByteBufUtil.hexDump(reply));
    reply.release();
  }

  /** Each byte alone costs a wrapped buffer and an empty reply. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (64 << 10) + 1024L * inputBytes;
  }
}
