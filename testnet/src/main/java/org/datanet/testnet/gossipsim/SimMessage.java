package org.datanet.testnet.gossipsim;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import org.datanet.node.libp2p.gossipsub.Verdict;

/** Data of simulated messages: what validation will say of it, its number, then filling. */
public final class SimMessage {

  private static final int HEADER_BYTES = 9;

  private SimMessage() {}

  /**
   * @param bytes at least 9
   */
  public static ByteString of(Verdict verdict, long number, int bytes) {
    ByteBuffer data = ByteBuffer.allocate(Math.max(bytes, HEADER_BYTES));
    data.put((byte) verdict.ordinal()).putLong(number);
    return ByteString.copyFrom(data.array());
  }

  /** What validation says; data of another form is wrong. */
  static Verdict verdict(ByteString data) {
    int ordinal = data.size() < HEADER_BYTES ? -1 : data.byteAt(0);
    return switch (ordinal) {
      case 0 -> Verdict.ACCEPT;
      case 1 -> Verdict.IGNORE;
      default -> Verdict.REJECT;
    };
  }

  static long number(ByteString data) {
    return data.asReadOnlyByteBuffer().getLong(1);
  }
}
