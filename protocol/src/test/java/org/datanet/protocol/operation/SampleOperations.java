package org.datanet.protocol.operation;

import static org.datanet.protocol.testing.Fixtures.BOB;
import static org.datanet.protocol.testing.Fixtures.hash;
import static org.datanet.protocol.testing.Fixtures.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.operation.Operation.StakeRole;

/** One operation of every kind and shape, by name. */
final class SampleOperations {

  static final Operation.BeaconCommitment ONION =
      new Operation.BeaconCommitment(hash(0x77), 12, 1_000);

  private SampleOperations() {}

  static Map<String, Operation> all() {
    TreeMap<String, Operation> all = new TreeMap<>();
    all.put("bondCurator", new Operation.Bond(curator(), 2_000_000, Optional.empty()));
    all.put(
        "bondValidator",
        new Operation.Bond(new StakeRole.Validator(), 100_000_000, Optional.of(ONION)));
    all.put(
        "commitBallot",
        new Operation.CommitBallot(hash(0x0d), 9, hash(0xc1), List.of(hash(0x21), hash(0x22))));
    all.put(
        "commitContribution", new Operation.CommitContribution(hash(0x0d), hash(0xc0), 100_000));
    all.put("contribute", contribute(Operation.Provenance.human()));
    all.put(
        "contributeDerived",
        contribute(
            new Operation.Provenance(Operation.Provenance.Kind.DERIVED, List.of(hash(0x21)), "")));
    all.put(
        "contributeImported",
        contribute(
            new Operation.Provenance(
                Operation.Provenance.Kind.IMPORTED, List.of(), "https://example.org/wn31")));
    all.put("createDatanet", new Operation.CreateDatanet(manifest()));
    all.put("renewBeacon", new Operation.RenewBeacon(ONION));
    all.put(
        "revealBallot",
        new Operation.RevealBallot(
            hash(0x0d), hash(0xc1), List.of(Vote.APPROVE, Vote.WRONG_LABEL), hash(0x5a)));
    all.put("transfer", new Operation.Transfer(BOB.account(), 12_345));
    all.put("unbondCurator", new Operation.Unbond(curator(), 1_000_000));
    all.put(
        "use",
        new Operation.Use(
            hash(0x0d),
            50_000,
            List.of(
                new Operation.RecordWeight(hash(0x21), 3),
                new Operation.RecordWeight(hash(0x22), 1))));
    return all;
  }

  private static StakeRole curator() {
    return new StakeRole.Curator(hash(0x0d));
  }

  static Operation.Contribute contribute(Operation.Provenance provenance) {
    return new Operation.Contribute(
        hash(0x0d),
        new Cid(hash(0xcd)),
        321,
        "application/json",
        "CC0-1.0",
        provenance,
        "noun",
        List.of("noun.animal"),
        hash(0x5a));
  }
}
