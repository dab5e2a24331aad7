package org.datanet.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.genesis.GenesisRules;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.wire.Genesis;

/** A genesis that the rules let through lays down a ledger. */
public final class GenesisTarget implements FuzzTarget {

  @Override
  public String name() {
    return "genesis";
  }

  @Override
  public void accept(byte[] input) {
    Genesis genesis;
    try {
      genesis = Genesis.parseFrom(input);
    } catch (InvalidProtocolBufferException refused) {
      return;
    }
    Optional<Refusal> refusal = GenesisRules.check(genesis);
    if (refusal.isEmpty()) {
      int entries = genesis.getAccountsCount() + genesis.getValidatorsCount() + 3;
      assertThat(GenesisLedger.changes(genesis).changes()).hasSize(entries);
    } else {
      assertThat(refusal.get().message())
          .hasSizeLessThanOrEqualTo(OperationTarget.MESSAGE_CHARS_MAX);
    }
  }
}
