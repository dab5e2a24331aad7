package org.datanet.node.libp2p.multistream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.datanet.node.libp2p.multiformats.LengthPrefixedReader;
import org.datanet.node.libp2p.multiformats.Varint;

/**
 * One side of a negotiation, without IO (libp2p/specs, connections). Messages are {@code length ‖
 * text ‖ '\n'}. The initiator sends header and first proposal together; the responder sends its
 * header with its first answer. {@code ls} is answered like an unknown protocol: it would enlarge
 * what a stranger can make us send.
 */
public final class Negotiation implements AutoCloseable {

  /** The protocol of the negotiation itself. */
  public static final String HEADER = "/multistream/1.0.0";

  /** Longest protocol name in use is under 100 characters; the bound is that of go-multistream. */
  static final int MESSAGE_BYTES_MAX = 1024;

  /**
   * The first message is the header: a stranger that speaks something else is told apart by its
   * first byte.
   */
  private static final int HEADER_BYTES = HEADER.length() + 1;

  /** An honest initiator speaks a handful of versions of one protocol. */
  static final int PROPOSALS_MAX = 16;

  private static final String NOT_AVAILABLE = "na";

  private final ByteBufAllocator allocator;
  private final LengthPrefixedReader reader;
  private final boolean initiator;
  private final List<String> proposals;
  private final Predicate<String> speaks;
  private boolean headerSeen;
  private int answered;

  private Negotiation(
      ByteBufAllocator allocator,
      boolean initiator,
      List<String> proposals,
      Predicate<String> speaks) {
    this.allocator = allocator;
    this.reader = new LengthPrefixedReader(allocator, MESSAGE_BYTES_MAX);
    this.initiator = initiator;
    this.proposals = proposals;
    this.speaks = speaks;
  }

  /** Offers these protocols, at least one, the preferred first. */
  public static Negotiation initiator(ByteBufAllocator allocator, List<String> proposals) {
    if (proposals.isEmpty() || proposals.size() > PROPOSALS_MAX) {
      throw new IllegalArgumentException("1 to 16 protocols, not " + proposals.size());
    }
    return new Negotiation(allocator, true, List.copyOf(proposals), protocol -> false);
  }

  /** Accepts the first protocol offered that it speaks. */
  public static Negotiation responder(ByteBufAllocator allocator, Predicate<String> speaks) {
    return new Negotiation(allocator, false, List.of(), speaks);
  }

  /** Where a negotiation stands. The buffers in it are the receiver's to release. */
  public sealed interface Outcome {

    /** More must come; send the reply, which may be empty. */
    record Pending(ByteBuf reply) implements Outcome {}

    /**
     * Both sides agree; send the reply, which may be empty. {@code rest} belongs to the protocol.
     */
    record Agreed(String protocol, ByteBuf reply, ByteBuf rest) implements Outcome {}

    /** The responder speaks none of ours. */
    record Refused() implements Outcome {}

    /** The remote does not speak multistream-select as it must. */
    record Violated(String reason) implements Outcome {}
  }

  /** What to send at once: header and first proposal for an initiator, nothing for a responder. */
  public ByteBuf opening() {
    if (!initiator) {
      return Unpooled.EMPTY_BUFFER;
    }
    ByteBuf out = allocator.buffer();
    writeMessage(out, HEADER);
    writeMessage(out, proposals.getFirst());
    return out;
  }

  /**
   * Takes received bytes; the buffer stays the caller's. Not to be called after an outcome other
   * than Pending.
   */
  public Outcome receive(ByteBuf data) {
    reader.append(data);
    ByteBuf reply = allocator.buffer(0);
    Outcome outcome = new Outcome.Pending(reply);
    while (outcome instanceof Outcome.Pending) {
      Optional<ByteBuf> message = reader.next(headerSeen ? MESSAGE_BYTES_MAX : HEADER_BYTES);
      if (message.isEmpty()) {
        break;
      }
      outcome = onMessage(text(message.get()), reply);
    }
    if (reader.isMalformed()) {
      outcome =
          new Outcome.Violated(
              headerSeen ? "a message that is too long" : "no " + HEADER + " header");
    }
    if (outcome instanceof Outcome.Refused || outcome instanceof Outcome.Violated) {
      reply.release();
    }
    return outcome;
  }

  private Outcome onMessage(String message, ByteBuf reply) {
    if (!message.endsWith("\n")) {
      return new Outcome.Violated("a message without its newline");
    }
    String line = message.substring(0, message.length() - 1);
    if (!headerSeen) {
      headerSeen = true;
      if (!line.equals(HEADER)) {
        return new Outcome.Violated("no " + HEADER + " header");
      }
      if (!initiator) {
        writeMessage(reply, HEADER);
      }
      return new Outcome.Pending(reply);
    }
    return initiator ? onAnswer(line, reply) : onProposal(line, reply);
  }

  private Outcome onAnswer(String line, ByteBuf reply) {
    if (line.equals(proposals.get(answered))) {
      return new Outcome.Agreed(line, reply, reader.takeRest());
    }
    if (!line.equals(NOT_AVAILABLE)) {
      return new Outcome.Violated("an answer that was not asked for");
    }
    answered++;
    if (answered == proposals.size()) {
      return new Outcome.Refused();
    }
    writeMessage(reply, proposals.get(answered));
    return new Outcome.Pending(reply);
  }

  private Outcome onProposal(String line, ByteBuf reply) {
    if (speaks.test(line)) {
      writeMessage(reply, line);
      return new Outcome.Agreed(line, reply, reader.takeRest());
    }
    answered++;
    if (answered == PROPOSALS_MAX) {
      return new Outcome.Violated("more than " + PROPOSALS_MAX + " proposals");
    }
    writeMessage(reply, NOT_AVAILABLE);
    return new Outcome.Pending(reply);
  }

  private static String text(ByteBuf message) {
    try {
      return message.toString(StandardCharsets.UTF_8);
    } finally {
      message.release();
    }
  }

  private static void writeMessage(ByteBuf out, String line) {
    byte[] bytes = (line + '\n').getBytes(StandardCharsets.UTF_8);
    Varint.write(out, bytes.length);
    out.writeBytes(bytes);
  }

  @Override
  public void close() {
    reader.close();
  }
}
