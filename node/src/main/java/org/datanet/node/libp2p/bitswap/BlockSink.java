package org.datanet.node.libp2p.bitswap;

import org.datanet.node.libp2p.multiformats.PeerId;

/** Takes the blocks of a fetch one by one, each checked against its CID. Must return at once. */
@FunctionalInterface
public interface BlockSink {

  void onBlock(PeerId from, byte[] cid, byte[] data);
}
