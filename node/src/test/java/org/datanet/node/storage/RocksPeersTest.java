package org.datanet.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.storage.PeerStore.KnownPeer;
import org.junit.jupiter.api.Test;

class RocksPeersTest {

  private static final KnownPeer PEER =
      new KnownPeer(Bytes.of(1, 2, 3), List.of("/ip4/127.0.0.1/tcp/1", "/ip4/127.0.0.1/tcp/2"), 17);

  @Test
  void readsAPeerBackAsWritten() throws IOException {
    assertThat(RocksPeers.decode(PEER.peerId(), RocksPeers.encode(PEER))).isEqualTo(PEER);
  }

  @Test
  void saysThatTheStoreIsDamagedWhereAnAddressIsEmpty() {
    byte[] stored = new byte[Long.BYTES + Short.BYTES];

    assertThatThrownBy(() -> RocksPeers.decode(PEER.peerId(), stored))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void saysThatTheStoreIsDamagedWhereAPeerIsCutOff() {
    byte[] stored = RocksPeers.encode(PEER);

    for (int bytes : List.of(0, 7, 9, stored.length - 1)) {
      assertThatThrownBy(() -> RocksPeers.decode(PEER.peerId(), Arrays.copyOf(stored, bytes)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("damaged");
    }
  }
}
