package org.datanet.testnet.bench;

import java.io.IOException;
import java.util.List;

/** What an epoch that is measured holds. */
public enum EpochLoad {
  TRANSFERS,
  /** Each with a bond, one record to come. */
  COMMITMENTS,
  /** With the features of their contents; every content is looked for among those claimed. */
  OPENINGS,
  /** Of four accepted records each. */
  USES,
  /**
   * A third commitments, a third openings, a tenth uses, the ballots on the records of earlier
   * epochs, and transfers.
   */
  MIXED;

  /** Epochs in which a record goes from its commitment to its verdict; ECONOMICS §3. */
  private static final int LIFE_EPOCHS = 9;

  private static final int USED_RECORDS = 100;

  /** The operations of the network's next epoch, after the epochs that they need before them. */
  List<Act> prepare(MemoryNetwork network, int operations) throws IOException {
    Community community = network.founded();
    switch (this) {
      case TRANSFERS, COMMITMENTS -> {}
      case OPENINGS -> close(network, community, new Community.Load(operations, 0, 0), 1);
      case USES -> {
        close(network, community, new Community.Load(USED_RECORDS, 0, 0), 1);
        close(network, community, Community.Load.NONE, LIFE_EPOCHS);
      }
      case MIXED -> close(network, community, mixed(operations), LIFE_EPOCHS + 1);
    }
    return community.acts(network.ledger(), network.nextEpoch(), load(operations));
  }

  private static void close(
      MemoryNetwork network, Community community, Community.Load load, int epochs) {
    for (int i = 0; i < epochs; i++) {
      network.close(community.acts(network.ledger(), network.nextEpoch(), load));
    }
  }

  private Community.Load load(int operations) {
    return switch (this) {
      case TRANSFERS -> new Community.Load(0, 0, operations);
      case COMMITMENTS -> new Community.Load(operations, 0, 0);
      case OPENINGS -> Community.Load.NONE;
      case USES -> new Community.Load(0, operations, 0);
      case MIXED -> mixed(operations);
    };
  }

  static Community.Load mixed(int operations) {
    return new Community.Load(operations * 3 / 10, operations / 10, operations);
  }
}
