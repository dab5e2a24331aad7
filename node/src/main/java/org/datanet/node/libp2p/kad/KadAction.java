package org.datanet.node.libp2p.kad;

import com.google.protobuf.ByteString;
import java.util.List;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/** What a {@link KadRouter} wants done. */
sealed interface KadAction {

  /**
   * Connect where there is no connection yet, ask for the peers nearest to the key, and tell the
   * router what came of it.
   */
  record Ask(long request, Contact contact, ByteString key) implements KadAction {}

  /**
   * A search that was asked for is over.
   *
   * @param addresses of the peer wanted: where it was reached, else what others claim; may be
   *     empty, and is where none was wanted
   * @param nearest peers that answered, nearest first
   * @param requests that it took
   * @param peersAdded to the table meanwhile
   */
  record Ended(
      long search,
      List<Multiaddr> addresses,
      List<Lookup.Found> nearest,
      int requests,
      long peersAdded)
      implements KadAction {

    public Ended {
      addresses = List.copyOf(addresses);
      nearest = List.copyOf(nearest);
    }
  }
}
