package org.datanet.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.storage.PeerStore.KnownPeer;

/** A stored peer reads back as written, or its store is damaged and says so. */
public final class StoredPeerTarget implements FuzzTarget {

  private static final Bytes PEER = Bytes.of(1);

  @Override
  public String name() {
    return "stored-peer";
  }

  @Override
  public void accept(byte[] input) {
    KnownPeer peer;
    try {
      peer = RocksPeers.decode(PEER, input);
    } catch (IOException damaged) {
      assertThat(damaged).hasMessageContaining("damaged");
      return;
    }
    assertThat(peer.addresses()).hasSizeLessThanOrEqualTo(PeerStore.ADDRESSES_MAX);
    boolean ascii = peer.addresses().stream().allMatch(a -> a.chars().allMatch(c -> c < 0x80));
    if (ascii) {
      assertThat(RocksPeers.encode(peer)).isEqualTo(input);
    }
  }
}
