package org.datanet.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.curation.VoteCommitment;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.BallotEntry;
import org.datanet.protocol.wire.CuratorEntry;
import org.datanet.protocol.wire.CuratorTallyEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RewardRow;
import org.datanet.protocol.wire.VestingEntry;
import org.junit.jupiter.api.Test;

/** Plays docs/worked-epoch, whose numbers an independent script computed by hand. */
class WorkedEpochTest {

  private static final Path VECTOR = Path.of("..", "docs", "worked-epoch", "worked-epoch.json");
  private static final long SEED_EPOCH = 6;
  private static final long SETTLED_EPOCH = 10;

  private final JsonNode vector;
  private final TestNetwork network;
  private final Map<String, String> owners = new TreeMap<>();
  private final Map<String, String> curators = new TreeMap<>();
  private final Map<String, Operation.RevealBallot> ballots = new TreeMap<>();
  private final Map<Bytes32, String> receipts = new TreeMap<>();
  private Bytes32 datanet = Bytes32.ZERO;

  WorkedEpochTest() throws IOException {
    vector = new ObjectMapper().readTree(VECTOR.toFile());
    network = new TestNetwork(longs(vector.get("balances")), longs(vector.get("validatorStakes")));
  }

  @Test
  void arrivesAtTheNumbersThatTheScriptComputedByHand() {
    for (JsonNode expected : vector.get("epochs")) {
      long epoch = expected.get("epoch").asLong();
      if (vector.get("signers").has(Long.toString(epoch))) {
        network.paySigners(texts(vector.get("signers").get(Long.toString(epoch))));
      }
      List<Item> items = new ArrayList<>();
      for (JsonNode operation : vector.get("operations")) {
        if (operation.get("epoch").asLong() == epoch) {
          items.add(item(operation));
        }
      }

      EpochOutcome outcome = network.close(items);

      assertBalances(expected);
      assertRecords(expected);
      assertDeposits(expected);
      assertTables(expected, outcome);
      if (epoch == SETTLED_EPOCH) {
        assertTallies();
      }
    }
  }

  private Item item(JsonNode node) {
    String author = node.get("author").asText();
    Operation operation = operation(node, author);
    Item item = network.item(author, operation, node.get("envelopeBytes").asInt());
    if (operation instanceof Operation.CreateDatanet) {
      datanet = item.operation().id().digest();
    }
    if (operation instanceof Operation.Use) {
      receipts.put(item.operation().id().digest(), node.get("receipt").asText());
    }
    return item;
  }

  private Operation operation(JsonNode node, String author) {
    String kind = node.get("kind").asText();
    return switch (kind) {
      case "createDatanet" ->
          new Operation.CreateDatanet(TestNetwork.manifest("worked", parameters()));
      case "bondCurator" ->
          new Operation.Bond(
              new Operation.StakeRole.Curator(datanet),
              node.get("amount").asLong(),
              Optional.empty());
      case "commitContribution" -> {
        owners.put(node.get("record").asText(), author);
        yield network.commitment(
            datanet, author, node.get("record").asText(), node.get("bond").asLong());
      }
      case "contribute" ->
          network.opening(datanet, author, node.get("record").asText(), node.get("size").asLong());
      case "commitBallot" -> commitBallot(node, author);
      case "revealBallot" -> ballots.get(node.get("ballot").asText());
      case "use" -> use(node);
      case "transfer" ->
          new Operation.Transfer(
              TestNetwork.account(node.get("to").asText()), node.get("amount").asLong());
      default -> throw new AssertionError(kind);
    };
  }

  private ParameterSet parameters() {
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
        vector.get("minCurators").asInt(),
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
        vector.get("minVotes").asInt());
  }

  private Bytes32 record(String name) {
    return network.recordId(datanet, owners.get(name), name);
  }

  /** Votes stand in the order of the record ids, which the script knows nothing of. */
  private Operation commitBallot(JsonNode node, String author) {
    String name = node.get("ballot").asText();
    TreeMap<Bytes32, Vote> votes = new TreeMap<>();
    for (int i = 0; i < node.get("records").size(); i++) {
      votes.put(
          record(node.get("records").get(i).asText()),
          node.get("votes").get(i).asBoolean() ? Vote.APPROVE : Vote.LOW_QUALITY);
    }
    List<Bytes32> records = List.copyOf(votes.keySet());
    List<Vote> inOrder = List.copyOf(votes.values());
    Bytes32 salt = TestNetwork.hash(name);
    Bytes32 commitment =
        VoteCommitment.of(
            network.networkId(),
            datanet,
            SEED_EPOCH,
            TestNetwork.account(author),
            records,
            inOrder,
            salt);
    ballots.put(name, new Operation.RevealBallot(datanet, commitment, inOrder, salt));
    curators.put(name, author);
    return new Operation.CommitBallot(datanet, SEED_EPOCH, commitment, records);
  }

  private Operation use(JsonNode node) {
    TreeMap<Bytes32, Long> weights = new TreeMap<>();
    node.get("weights")
        .properties()
        .forEach(e -> weights.put(record(e.getKey()), e.getValue().asLong()));
    return new Operation.Use(
        datanet,
        node.get("fee").asLong(),
        weights.entrySet().stream()
            .map(e -> new Operation.RecordWeight(e.getKey(), e.getValue()))
            .toList());
  }

  private void assertBalances(JsonNode expected) {
    TreeMap<String, Long> balances = new TreeMap<>();
    longs(expected.get("balances")).keySet().forEach(a -> balances.put(a, network.balance(a)));
    assertThat(balances)
        .as("balances of %s", epoch(expected))
        .isEqualTo(longs(expected.get("balances")));
    assertThat(network.ledger().get(Keys.datanet(datanet)).orElseThrow().getReserveMicros())
        .as("reserve of %s", epoch(expected))
        .isEqualTo(expected.get("reserve").asLong());
    assertThat(network.ledger().get(Keys.network()).orElseThrow().getBurnedMicros())
        .as("burned by %s", epoch(expected))
        .isEqualTo(expected.get("burned").asLong());
    longs(expected.get("escrow"))
        .forEach(
            (curator, escrow) ->
                assertThat(
                        network
                            .ledger()
                            .get(Keys.curator(datanet, TestNetwork.account(curator)))
                            .map(CuratorEntry::getEscrowMicros)
                            .orElse(0L))
                    .as("escrow of %s in %s", curator, epoch(expected))
                    .isEqualTo(escrow));
  }

  private static String epoch(JsonNode expected) {
    return "epoch " + expected.get("epoch");
  }

  private void assertRecords(JsonNode expected) {
    expected
        .get("states")
        .properties()
        .forEach(
            e -> {
              String name = e.getKey();
              RecordEntry entry =
                  network.ledger().get(Keys.record(datanet, record(name))).orElseThrow();
              assertThat(entry.getState().name())
                  .as("%s in %s", name, epoch(expected))
                  .isEqualTo(e.getValue().asText());
              assertThat(entry.getBondMicros()).isEqualTo(expected.get("bonds").get(name).asLong());
              assertThat(entry.getPaidMicros())
                  .isEqualTo(expected.get("paid").path(name).asLong(0));
              assertThat(vesting(name))
                  .as("vesting of %s in %s", name, epoch(expected))
                  .isEqualTo(longs(expected.get("vesting").path(name)));
            });
  }

  private Map<String, Long> vesting(String name) {
    TreeMap<String, Long> parts = new TreeMap<>();
    network
        .ledger()
        .get(Keys.vesting(datanet, record(name)))
        .map(VestingEntry::getPartsList)
        .orElseGet(List::of)
        .forEach(part -> parts.put(Long.toString(part.getEpoch()), part.getAmountMicros()));
    return parts;
  }

  private void assertDeposits(JsonNode expected) {
    TreeMap<String, Long> deposits = new TreeMap<>();
    ballots.forEach(
        (name, ballot) ->
            network
                .ledger()
                .get(
                    Keys.ballot(
                        datanet, TestNetwork.account(curators.get(name)), ballot.commitment()))
                .map(BallotEntry::getDepositMicros)
                .ifPresent(deposit -> deposits.put(name, deposit)));
    assertThat(deposits)
        .as("deposits of %s", epoch(expected))
        .isEqualTo(longs(expected.get("depositsLeft")));
  }

  private void assertTallies() {
    vector
        .get("tallies")
        .properties()
        .forEach(
            e -> {
              CuratorTallyEntry tally =
                  network
                      .ledger()
                      .get(Keys.tally(datanet, SETTLED_EPOCH, TestNetwork.account(e.getKey())))
                      .orElseThrow();
              assertThat(tally.getScoreSumPpm())
                  .as("score of %s", e.getKey())
                  .isEqualTo(e.getValue().get("sum").asLong());
              assertThat(tally.getScoredVotes()).isEqualTo(e.getValue().get("number").asInt());
            });
  }

  private void assertTables(JsonNode expected, EpochOutcome outcome) {
    List<String> rewards =
        outcome.reward().rows().stream().map(WorkedEpochTest::text).sorted().toList();
    assertThat(rewards)
        .as("rewards of %s", epoch(expected))
        .isEqualTo(
            stream(expected.get("rewards"))
                .map(
                    row ->
                        text(
                            row.get("account").asText(),
                            row.get("kind").asText(),
                            row.get("amount").asLong()))
                .sorted()
                .toList());
    List<String> attribution =
        outcome.attribution().rows().stream().map(this::text).sorted().toList();
    assertThat(attribution)
        .as("attribution of %s", epoch(expected))
        .isEqualTo(
            stream(expected.get("attribution"))
                .map(
                    row ->
                        "%s %s %d %d"
                            .formatted(
                                record(row.get("record").asText()),
                                row.get("receipt").asText(),
                                row.get("weightPpm").asLong(),
                                row.get("amount").asLong()))
                .sorted()
                .toList());
  }

  private static String text(RewardRow row) {
    return WireBytes.hash(row.getAccount()) + " " + row.getKind() + " " + row.getAmountMicros();
  }

  private static String text(String account, String kind, long amount) {
    Bytes32 key = account.isEmpty() ? Bytes32.ZERO : TestNetwork.account(account).publicKey();
    return key + " " + kind + " " + amount;
  }

  private String text(AttributionRow row) {
    return "%s %s %d %d"
        .formatted(
            WireBytes.hash(row.getRecord()),
            receipts.get(WireBytes.hash(row.getReceipt())),
            row.getWeightPpm(),
            row.getAmountMicros());
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<String> texts(JsonNode array) {
    return stream(array).map(JsonNode::asText).toList();
  }

  private static Map<String, Long> longs(JsonNode object) {
    TreeMap<String, Long> longs = new TreeMap<>();
    object.properties().forEach(e -> longs.put(e.getKey(), e.getValue().asLong()));
    return longs;
  }
}
