package org.datanet.node.libp2p.streams;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Counts the fields of a protobuf message before it is parsed: a message of many empty fields grows
 * some thirty times in memory.
 */
public final class ProtoParts {

  private ProtoParts() {}

  /** Which fields hold messages whose fields count too. */
  @FunctionalInterface
  public interface Descent {

    /**
     * @param depth 0 for fields of the outermost message
     */
    boolean into(int depth, int field);
  }

  /** True where the bytes are fields on end, and of these at most {@code partsMax}. */
  public static boolean within(byte[] message, int partsMax, Descent descent) {
    try {
      return count(CodedInputStream.newInstance(message), 0, 0, partsMax, descent) <= partsMax;
    } catch (InvalidProtocolBufferException malformed) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("reading an array cannot fail", e);
    }
  }

  private static int count(
      CodedInputStream in, int depth, int before, int partsMax, Descent descent)
      throws IOException {
    int parts = before;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (++parts > partsMax) {
        return parts;
      }
      boolean nested = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (nested && descent.into(depth, WireFormat.getTagFieldNumber(tag))) {
        int outer = in.pushLimit(in.readRawVarint32());
        parts = count(in, depth + 1, parts, partsMax, descent);
        if (parts > partsMax) {
          return parts;
        }
        in.popLimit(outer);
      } else if (!in.skipField(tag)) {
        throw new InvalidProtocolBufferException("a group ends that never began");
      }
    }
    return parts;
  }
}
