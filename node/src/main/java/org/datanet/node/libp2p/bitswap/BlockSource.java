package org.datanet.node.libp2p.bitswap;

import java.io.IOException;
import java.util.Optional;

/** Where the blocks that we serve come from. Called on bitswap's thread. */
public interface BlockSource {

  /**
   * The block's data, at most {@link Bitswap#BLOCK_BYTES_MAX}; empty where we have none.
   *
   * @param cid in binary form, always of SHA-256
   */
  Optional<byte[]> block(byte[] cid) throws IOException;

  /** True where {@link #block} would give it. */
  boolean has(byte[] cid) throws IOException;
}
