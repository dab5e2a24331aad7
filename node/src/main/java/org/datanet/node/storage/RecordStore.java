package org.datanet.node.storage;

import java.io.IOException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.content.Cid;

/** Contents of records by their CID. Callers verify that content and name belong together. */
public interface RecordStore {

  /** One block of content: what a single Bitswap message can carry. DESIGN §4, "Bounds". */
  int CONTENT_BYTES_MAX = 1 << 20;

  /**
   * Keeps the content; does nothing if the name is held already.
   *
   * @throws IllegalArgumentException if the content is larger than {@link #CONTENT_BYTES_MAX}
   */
  void put(Cid cid, Bytes content) throws IOException;

  Optional<Bytes> get(Cid cid) throws IOException;

  boolean has(Cid cid) throws IOException;

  /** Drops a payload (disk cap, take-down). False if it was not held. */
  boolean remove(Cid cid) throws IOException;

  /** Sum of the sizes of all contents held, before compression. */
  long totalBytes();
}
