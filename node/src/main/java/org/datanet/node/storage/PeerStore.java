package org.datanet.node.storage;

import java.io.IOException;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** A small book of peers to dial after a restart. */
public interface PeerStore {

  /** More than a node ever connects to; beyond it the peer not seen for longest is forgotten. */
  int PEERS_MAX = 1_000;

  /** Addresses kept per peer. */
  int ADDRESSES_MAX = 16;

  /** Bytes of a peer id or of one address; real ones have fewer than 100. */
  int FIELD_BYTES_MAX = 256;

  /**
   * @param peerId the binary peer id
   * @param addresses multiaddrs in text form
   * @param lastSeenMs Unix time
   */
  record KnownPeer(Bytes peerId, List<String> addresses, long lastSeenMs) {
    public KnownPeer {
      addresses = List.copyOf(addresses);
    }
  }

  /** Adds the peer or replaces what was known of it. */
  void put(KnownPeer peer) throws IOException;

  void remove(Bytes peerId) throws IOException;

  /** All of them, last seen first. */
  List<KnownPeer> peers() throws IOException;
}
