package org.datanet.node.network;

import java.io.IOException;
import java.util.Optional;

/** Content that this node serves to its peers; asked from one thread of the network's. */
public interface ContentSource {

  /**
   * @param cid in binary form, of SHA-256
   * @return at most 1 MiB; empty where this node has it not
   */
  Optional<byte[]> content(byte[] cid) throws IOException;

  /** True where {@link #content} would give it. */
  boolean has(byte[] cid) throws IOException;
}
