package org.datanet.protocol.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.curation.VoteCommitment;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.FeeRule;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.RecordEntry;

/**
 * One datanet whose curators K1, K2, … have bonded in epoch 2. Records committed in epoch 3 are
 * sealed in 4, drawn in 6, voted on in 7, revealed in 9 and settled at the close of 10.
 */
final class TestCommunity {

  static final long BALANCE = 1_000_000_000L;
  static final long STAKE = 1_000_000L;
  static final long BOND = 100_006;

  final TestNetwork network;
  final Bytes32 datanet;
  private final TreeMap<AccountId, String> curators = new TreeMap<>();

  TestCommunity(int curatorCount, ParameterSet rules) {
    this(curatorCount, rules, TestNetwork.ONION_LAYERS);
  }

  TestCommunity(int curatorCount, ParameterSet rules, int onionLayers) {
    TreeMap<String, Long> balances =
        new TreeMap<>(
            Map.of("Ann", BALANCE, "Bob", BALANCE, "Uma", BALANCE, "V1", BALANCE, "V2", BALANCE));
    for (int i = 1; i <= curatorCount; i++) {
      balances.put("K" + i, BALANCE);
      curators.put(TestNetwork.account("K" + i), "K" + i);
    }
    network =
        new TestNetwork(balances, Map.of("V1", 100_000_000L, "V2", 300_000_000L), onionLayers);
    Item creation =
        network.item("Ann", new Operation.CreateDatanet(TestNetwork.manifest("community", rules)));
    datanet = creation.operation().id().digest();
    network.close(creation);
    network.close(curators.values().stream().map(k -> bondCurator(k, STAKE)).toList());
  }

  /** The defaults with windows of 2, as small as a community may be. */
  static ParameterSet rules(int minCurators, int minVotes) {
    ParameterSet d = ParameterSet.defaults(0);
    return new ParameterSet(
        d.minUseFeeMicros(),
        d.burnBps(),
        d.reserveBps(),
        d.contributorBps(),
        d.curatorBps(),
        d.jurorBps(),
        d.maintenanceBps(),
        d.validatorBps(),
        d.panelSize(),
        minCurators,
        d.minCuratorStakeMicros(),
        d.commitEpochs(),
        d.revealEpochs(),
        d.openEpochs(),
        d.voteDepositMicros(),
        d.bondMinMicros(),
        d.vestEpochs(),
        d.bondHoldEpochs(),
        d.unbondEpochs(),
        d.scoreWindowEpochs(),
        d.scoreMarginPpm(),
        minVotes);
  }

  Item bondCurator(String curator, long amountMicros) {
    return network.item(
        curator,
        new Operation.Bond(
            new Operation.StakeRole.Curator(datanet), amountMicros, Optional.empty()));
  }

  Item commit(String author, String content) {
    return network.item(author, network.commitment(datanet, author, content, BOND));
  }

  Item open(String author, String content) {
    return network.item(author, network.opening(datanet, author, content, 1_000));
  }

  /** Commits and opens in the next two epochs; the records' ids. */
  List<Bytes32> seal(String author, String... contents) {
    network.close(List.of(contents).stream().map(c -> commit(author, c)).toList());
    network.close(List.of(contents).stream().map(c -> open(author, c)).toList());
    return List.of(contents).stream().map(c -> network.recordId(datanet, author, c)).toList();
  }

  RecordEntry record(Bytes32 record) {
    return network.ledger().get(Keys.record(datanet, record)).orElseThrow();
  }

  DatanetEntry entry() {
    return network.ledger().get(Keys.datanet(datanet)).orElseThrow();
  }

  PanelEntry panel(Bytes32 record) {
    return network.ledger().get(Keys.panel(datanet, record)).orElseThrow();
  }

  List<String> panellists(Bytes32 record) {
    return panel(record).getSeatsList().stream()
        .map(seat -> curators.get(WireBytes.account(seat.getCurator())))
        .toList();
  }

  /** A ballot of one curator on one or more records of one panel epoch. */
  record Ballot(String curator, Operation.CommitBallot commit, Operation.RevealBallot reveal) {}

  Ballot ballot(String curator, Map<Bytes32, Vote> votes) {
    TreeMap<Bytes32, Vote> sorted = new TreeMap<>(votes);
    List<Bytes32> records = List.copyOf(sorted.keySet());
    List<Vote> inOrder = List.copyOf(sorted.values());
    long seedEpoch = panel(records.get(0)).getSeedEpoch();
    Bytes32 salt = TestNetwork.hash(curator + records + seedEpoch);
    Bytes32 commitment =
        VoteCommitment.of(
            network.networkId(),
            datanet,
            seedEpoch,
            TestNetwork.account(curator),
            records,
            inOrder,
            salt);
    return new Ballot(
        curator,
        new Operation.CommitBallot(datanet, seedEpoch, commitment, records),
        new Operation.RevealBallot(datanet, commitment, inOrder, salt));
  }

  /**
   * Commits in the first and reveals in the last epoch of the windows.
   *
   * @param silent commit and do not reveal
   * @return the settlement's outcome
   */
  EpochOutcome curate(List<Ballot> ballots, Set<String> silent) {
    network.close(ballots.stream().map(b -> network.item(b.curator(), b.commit())).toList());
    network.closeUntil(network.epoch() + 2);
    return network.close(
        ballots.stream()
            .filter(b -> !silent.contains(b.curator()))
            .map(b -> network.item(b.curator(), b.reveal()))
            .toList());
  }

  /** Ballots of the record's whole panel, its first {@code approvals} seats approving. */
  List<Ballot> ballots(Bytes32 record, int approvals) {
    List<Ballot> ballots = new ArrayList<>();
    for (String curator : panellists(record)) {
      Vote vote = ballots.size() < approvals ? Vote.APPROVE : Vote.LOW_QUALITY;
      ballots.add(ballot(curator, Map.of(record, vote)));
    }
    return ballots;
  }

  /** Takes a sealed record to its settlement, with all of the panel revealing. */
  EpochOutcome settle(Bytes32 record, int approvals) {
    network.closeUntil(record(record).getSealedEpoch() + 2);
    return curate(ballots(record, approvals), Set.of());
  }

  Item use(String payer, long feeMicros, Map<Bytes32, Long> weights) {
    return network.item(
        payer,
        new Operation.Use(
            datanet,
            feeMicros,
            new TreeMap<>(weights)
                .entrySet().stream()
                    .map(e -> new Operation.RecordWeight(e.getKey(), e.getValue()))
                    .toList()));
  }

  Item transfer(String from, String to, long amountMicros) {
    return network.item(from, new Operation.Transfer(TestNetwork.account(to), amountMicros));
  }

  long feeMicros(Item item) {
    return FeeRule.feeMicros(network.parameters(), item.operation());
  }
}
