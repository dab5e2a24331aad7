package org.datanet.node.libp2p.reqresp;

import static org.assertj.core.api.Assertions.assertThat;

import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;

class ReplyBudgetTest {

  private final ReplyBudget budget = new ReplyBudget(10, 25);

  private static PeerId peer(int number) {
    byte[] key = new byte[PeerId.ED25519_KEY_BYTES];
    key[0] = (byte) number;
    return PeerId.ofEd25519(key);
  }

  @Test
  void holdsOnePeerToItsShare() {
    assertThat(budget.tryTake(peer(1), 10)).isTrue();
    assertThat(budget.tryTake(peer(1), 1)).isFalse();
    assertThat(budget.tryTake(peer(2), 1)).isTrue();
    assertThat(budget.totalBytes()).isEqualTo(11);
  }

  @Test
  void holdsAllPeersToTheWhole() {
    budget.tryTake(peer(1), 10);
    budget.tryTake(peer(2), 10);

    assertThat(budget.tryTake(peer(3), 6)).isFalse();
    assertThat(budget.tryTake(peer(3), 5)).isTrue();
  }

  @Test
  void takesAgainWhatWasGivenBack() {
    budget.tryTake(peer(1), 6);
    budget.tryTake(peer(1), 4);
    budget.release(peer(1), 6);

    assertThat(budget.tryTake(peer(1), 6)).isTrue();
    budget.release(peer(1), 6);
    budget.release(peer(1), 4);
    assertThat(budget.totalBytes()).isZero();
  }
}
