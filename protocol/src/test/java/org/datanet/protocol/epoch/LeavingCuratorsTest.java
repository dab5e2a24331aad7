package org.datanet.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.wire.CuratorEntry;
import org.junit.jupiter.api.Test;

/** docs/protocol.md §5.4.7: entries of curators that are gone leave the ledger with their stake. */
class LeavingCuratorsTest {

  private static final long UNBOND_EPOCHS = 48;

  private final TestCommunity community = new TestCommunity(7, TestCommunity.rules(7, 10));
  private final TestNetwork network = community.network;
  private final LedgerKey<CuratorEntry> key =
      Keys.curator(community.datanet, TestNetwork.account("K1"));

  private Item unbond(long amountMicros) {
    return network.item(
        "K1",
        new Operation.Unbond(new Operation.StakeRole.Curator(community.datanet), amountMicros));
  }

  private Optional<CuratorEntry> entry() {
    return network.ledger().get(key);
  }

  @Test
  void curatorThatLeftIsForgottenWhenItsStakeReturns() {
    network.close(unbond(TestCommunity.STAKE)); // epoch 3
    long balance = network.balance("K1");

    network.closeUntil(3 + UNBOND_EPOCHS - 1);
    assertThat(entry().map(CuratorEntry::getStakeMicros)).contains(0L);
    network.closeUntil(3 + UNBOND_EPOCHS);

    assertThat(entry()).isEmpty();
    assertThat(network.balance("K1")).isEqualTo(balance + TestCommunity.STAKE);
    network.close(community.bondCurator("K1", TestCommunity.STAKE));
    assertThat(entry().map(CuratorEntry::getStakeMicros)).contains(TestCommunity.STAKE);
  }

  @Test
  void curatorThatCameBackIsKept() {
    network.close(unbond(TestCommunity.STAKE));
    network.close(community.bondCurator("K1", 2 * TestCommunity.STAKE));

    network.closeUntil(3 + UNBOND_EPOCHS);

    assertThat(entry().map(CuratorEntry::getStakeMicros)).contains(2 * TestCommunity.STAKE);
  }

  @Test
  void curatorToWhomEscrowIsOwedIsKept() {
    network.close(unbond(TestCommunity.STAKE));
    CuratorEntry owed = entry().orElseThrow().toBuilder().setEscrowMicros(5).build();
    network.overwrite(key, owed);

    network.closeUntil(3 + UNBOND_EPOCHS);

    assertThat(entry().map(CuratorEntry::getEscrowMicros)).contains(5L);
  }

  @Test
  void stakeThatADrawMayStillLookBackAtIsKept() {
    network.close(community.bondCurator("K1", TestCommunity.STAKE)); // epoch 3
    network.close(unbond(TestCommunity.STAKE)); // epoch 4
    network.closeUntil(4 + UNBOND_EPOCHS - 1);

    network.close(unbond(TestCommunity.STAKE)); // the rest, as the first part returns
    assertThat(entry().map(CuratorEntry::getStakeMicros)).contains(0L);
    network.closeUntil(4 + 2 * UNBOND_EPOCHS);

    assertThat(entry()).isEmpty();
  }
}
