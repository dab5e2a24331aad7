package org.datanet.node.network;

import java.io.IOException;
import java.util.List;

/** Keeps what is known of peers over a restart: opaque entries, some hundreds of bytes each. */
public interface PeerBookStore {

  List<byte[]> load() throws IOException;

  /** Replaces what was kept before. */
  void save(List<byte[]> entries) throws IOException;

  /** Forgets everything. */
  static PeerBookStore none() {
    return new PeerBookStore() {
      @Override
      public List<byte[]> load() {
        return List.of();
      }

      @Override
      public void save(List<byte[]> entries) {
        // Whoever wants no memory gets none.
      }
    };
  }
}
