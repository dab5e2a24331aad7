package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** What the router wants done; the edge does it, in order. */
public sealed interface Action {

  /** Queue for this peer; never larger than {@link GossipParams.Limits#rpcBytesMax()}. */
  record SendRpc(PeerId peer, RPC rpc) implements Action {}

  /** Validate, then call {@link GossipRouter#validated} with the verdict, whatever it is. */
  record Deliver(PeerId from, MessageRef ref, ByteString data) implements Action {}

  /** End the connection: the peer is graylisted. */
  record Disconnect(PeerId peer, String reason) implements Action {}
}
