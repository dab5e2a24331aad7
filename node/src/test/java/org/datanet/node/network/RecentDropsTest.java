package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentDropsTest {

  @Test
  void keepsTheLatestDropsAndForgetsTheOldest() {
    RecentDrops drops = new RecentDrops();

    for (int i = 0; i < 100; i++) {
      drops.add(new DroppedPeer("peer " + i, "/ip4/192.0.2.1/tcp/1", "why", 0, i));
    }

    assertThat(drops.latest()).hasSize(RecentDrops.DROPS_MAX);
    assertThat(drops.latest().getFirst().peerId()).isEqualTo("peer 99");
    assertThat(drops.latest().getLast().peerId()).isEqualTo("peer 36");
  }
}
