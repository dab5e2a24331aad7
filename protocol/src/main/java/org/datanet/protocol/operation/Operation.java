package org.datanet.protocol.operation;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.identity.AccountId;

/**
 * What a member asks the network to do, one record per kind. Phases and fields: docs/protocol.md
 * §3. Amounts are in micro-credits, ids are 32-byte digests.
 */
public sealed interface Operation {

  /** Where the kind runs inside an epoch; earlier phases first. ECONOMICS §3. */
  enum Phase {
    REVEALS,
    OPENINGS,
    COMMITS,
    USES,
    TRANSFERS,
    BONDS,
    GOVERNANCE
  }

  Phase phase();

  /** Openings and reveals carry no nonce: a stuck nonce must not cost a deposit. */
  default boolean carriesNonce() {
    return switch (phase()) {
      case REVEALS, OPENINGS -> false;
      case COMMITS, USES, TRANSFERS, BONDS, GOVERNANCE -> true;
    };
  }

  record CreateDatanet(Manifest manifest) implements Operation {
    @Override
    public Phase phase() {
      return Phase.GOVERNANCE;
    }
  }

  record CommitContribution(Bytes32 datanet, Bytes32 commitment, long bondMicros)
      implements Operation {
    @Override
    public Phase phase() {
      return Phase.COMMITS;
    }
  }

  record Contribute(
      Bytes32 datanet,
      Cid cid,
      long sizeBytes,
      String mediaType,
      String licence,
      Provenance provenance,
      String category,
      List<String> labels,
      Bytes32 salt)
      implements Operation {
    public Contribute {
      labels = List.copyOf(labels);
    }

    @Override
    public Phase phase() {
      return Phase.OPENINGS;
    }
  }

  /** Where the content comes from: parents only with DERIVED, a source URL only with IMPORTED. */
  record Provenance(Kind kind, List<Bytes32> parents, String sourceUrl) {
    public enum Kind {
      HUMAN,
      SYNTHETIC,
      DERIVED,
      IMPORTED
    }

    public Provenance {
      parents = List.copyOf(parents);
    }

    public static Provenance human() {
      return new Provenance(Kind.HUMAN, List.of(), "");
    }
  }

  record CommitBallot(Bytes32 datanet, long seedEpoch, Bytes32 commitment, List<Bytes32> records)
      implements Operation {
    public CommitBallot {
      records = List.copyOf(records);
    }

    @Override
    public Phase phase() {
      return Phase.COMMITS;
    }
  }

  record RevealBallot(Bytes32 datanet, Bytes32 commitment, List<Vote> votes, Bytes32 salt)
      implements Operation {
    public RevealBallot {
      votes = List.copyOf(votes);
    }

    @Override
    public Phase phase() {
      return Phase.REVEALS;
    }
  }

  /** Pays to use records, with explicit weights. ECONOMICS §5, mode EXPLICIT. */
  record Use(Bytes32 datanet, long feeMicros, List<RecordWeight> records) implements Operation {
    public Use {
      records = List.copyOf(records);
    }

    @Override
    public Phase phase() {
      return Phase.USES;
    }
  }

  record RecordWeight(Bytes32 record, long weight) {}

  record Transfer(AccountId to, long amountMicros) implements Operation {
    @Override
    public Phase phase() {
      return Phase.TRANSFERS;
    }
  }

  /** A stake's role: a curator's is per datanet, a validator's is the network's. */
  sealed interface StakeRole {
    record Curator(Bytes32 datanet) implements StakeRole {}

    record Validator() implements StakeRole {}
  }

  /** {@code beacon} is there with a validator's first bond, and only then. */
  record Bond(StakeRole role, long amountMicros, Optional<BeaconCommitment> beacon)
      implements Operation {
    @Override
    public Phase phase() {
      return Phase.BONDS;
    }
  }

  record Unbond(StakeRole role, long amountMicros) implements Operation {
    @Override
    public Phase phase() {
      return Phase.BONDS;
    }
  }

  record RenewBeacon(BeaconCommitment beacon) implements Operation {
    @Override
    public Phase phase() {
      return Phase.BONDS;
    }
  }

  /**
   * A hash onion's tip: layer x of epoch e is good when {@code H^(e − firstEpoch + 1)(x) = tip}.
   */
  record BeaconCommitment(Bytes32 tip, long firstEpoch, int layers) {}
}
