package org.datanet.testnet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.datanet.protocol.ledger.LedgerTable;
import org.datanet.protocol.wire.RecordState;
import org.junit.jupiter.api.Test;

class CommunityTest {

  @Test
  void allThatItsMembersDoAppliesAndAllTheirRecordsAreAccepted() throws IOException {
    MemoryNetwork network = new MemoryNetwork();
    Community community = network.founded();

    network.close(
        community.acts(network.ledger(), network.nextEpoch(), new Community.Load(50, 0, 80)));
    while (!community.isIdle()) {
      network.close(
          community.acts(network.ledger(), network.nextEpoch(), new Community.Load(0, 5, 0)));
    }

    assertThat(states(network)).containsExactly(Map.entry(RecordState.ACCEPTED, 50));
    assertThat(community.acts(network.ledger(), network.nextEpoch(), new Community.Load(0, 5, 0)))
        .hasSize(5);
  }

  private static Map<RecordState, Integer> states(MemoryNetwork network) {
    Map<RecordState, Integer> states = new EnumMap<>(RecordState.class);
    network
        .ledger()
        .scan(
            LedgerTable.RECORDS.prefix(),
            (key, record) -> states.merge(record.getState(), 1, Integer::sum));
    return states;
  }
}
