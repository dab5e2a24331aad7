package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.datanet.node.libp2p.streams.ProtoParts;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** Parses the frames of a peer. */
final class RpcDecoder {

  /** Two full lists of ids and a thousand messages of three fields stay below it. */
  static final int PARTS_MAX = 20_000;

  private RpcDecoder() {}

  /** Empty where the frame is no RPC or has more than {@link #PARTS_MAX} parts. */
  static Optional<RPC> decode(byte[] frame) {
    if (!ProtoParts.within(frame, PARTS_MAX, RpcDecoder::holdsParts)) {
      return Optional.empty();
    }
    try {
      return Optional.of(RPC.parseFrom(frame));
    } catch (InvalidProtocolBufferException malformed) {
      return Optional.empty();
    }
  }

  private static boolean holdsParts(int depth, int field) {
    return switch (depth) {
      case 0 -> field == RPC.CONTROL_FIELD_NUMBER;
      case 1 -> field <= ControlMessage.IDONTWANT_FIELD_NUMBER;
      default -> false;
    };
  }
}
