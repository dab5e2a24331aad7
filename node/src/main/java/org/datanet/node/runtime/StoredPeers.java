package org.datanet.node.runtime;

import java.io.IOException;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.network.PeerBookStore;
import org.datanet.node.storage.PeerStore;

/** The network's peer book in the node's store. */
record StoredPeers(PeerStore store) implements PeerBookStore {

  @Override
  public List<byte[]> load() throws IOException {
    return store.entries().stream().map(Bytes::toArrayUnsafe).toList();
  }

  @Override
  public void save(List<byte[]> entries) throws IOException {
    store.replaceAll(entries.stream().map(Bytes::wrap).toList());
  }
}
