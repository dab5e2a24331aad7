package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.util.List;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** What the router wants done; the edge does it, in order. */
public sealed interface Action {

  /** Queue for this peer; never larger than {@link GossipLimits.Sizes#rpcBytesMax()}. */
  record SendRpc(PeerId peer, RPC rpc) implements Action {}

  /**
   * Check the message's signature, then call {@link GossipRouter#checked} with what came of it.
   *
   * @param ticket names the check
   */
  record CheckSignature(long ticket, Message message) implements Action {}

  /** Validate, then call {@link GossipRouter#validated} with the verdict, whatever it is. */
  record Deliver(PeerId from, MessageRef ref, Message message) implements Action {

    public ByteString data() {
      return message.getData();
    }
  }

  /**
   * End the connection: the peer is graylisted.
   *
   * @param forAbuse for what it has done beyond doubt, rather than for what may have been bad luck
   */
  record Disconnect(PeerId peer, String reason, boolean forAbuse) implements Action {}

  /** Peers that another one names in a PRUNE; what it says of them is not checked yet. */
  record Introduce(PeerId from, List<Introduced> peers) implements Action {}

  /** Connect to a peer of an explicit agreement. */
  record Connect(PeerId peer) implements Action {}

  /**
   * @param signedRecord an envelope with the peer's record; empty where none came
   */
  record Introduced(PeerId peer, ByteString signedRecord) {}
}
