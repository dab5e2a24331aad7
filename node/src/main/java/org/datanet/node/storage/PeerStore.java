package org.datanet.node.storage;

import java.io.IOException;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** What the network wants to know of its peers after a restart; the entries are its own matter. */
public interface PeerStore {

  /** Those known and those banned. */
  int ENTRIES_MAX = 2_000;

  int ENTRY_BYTES_MAX = 64 << 10;

  /** Keeps these entries, in order, in place of all that were kept before; in one atomic write. */
  void replaceAll(List<Bytes> entries) throws IOException;

  /** In the order in which they were given. */
  List<Bytes> entries() throws IOException;
}
