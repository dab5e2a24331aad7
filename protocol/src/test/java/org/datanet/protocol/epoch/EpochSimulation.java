package org.datanet.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.curation.VoteCommitment;
import org.datanet.protocol.epoch.EpochAssembler.Assembly;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.ledger.LedgerPrefix;
import org.datanet.protocol.ledger.LedgerTable;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.NetworkEntry;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;
import org.datanet.protocol.wire.Seat;

/**
 * A small community that does what members do and much that it must not, drawn from one seed. Every
 * epoch goes through the assembler, is executed again, and is checked against the whole ledger.
 */
final class EpochSimulation {

  private static final int MEMBERS = 14;

  private final SplittableRandom random;
  private final TestNetwork network;
  private final List<String> names = new ArrayList<>();
  private final TreeMap<AccountId, String> nameOf = new TreeMap<>();
  private final List<Bytes32> datanets = new ArrayList<>();
  private final List<Pending> unopened = new ArrayList<>();
  private final List<Vow> unrevealed = new ArrayList<>();
  private final TreeMap<String, Long> offered = new TreeMap<>();
  private final TreeMap<String, Integer> applied = new TreeMap<>();
  private final TreeMap<String, Integer> refused = new TreeMap<>();
  private int contents;

  private record Pending(Bytes32 datanet, String author, String content, long epoch) {}

  private record Vow(String curator, long seedEpoch, Operation.RevealBallot reveal) {}

  EpochSimulation(long seed) {
    random = new SplittableRandom(seed);
    TreeMap<String, Long> balances = new TreeMap<>();
    for (int i = 0; i < MEMBERS; i++) {
      String name = "M" + i;
      names.add(name);
      nameOf.put(TestNetwork.account(name), name);
      balances.put(name, 400_000_000L);
    }
    network = new TestNetwork(balances, Map.of("V1", 100_000_000L, "V2", 250_000_000L));
  }

  /** Prints the first {@code args[0]} lines, for a JVM that is set up in another way. */
  public static void main(String[] args) {
    EpochSimulation simulation = new EpochSimulation(EpochSimulationTest.SEED);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      out.println(simulation.step());
    }
  }

  /** Closes one epoch and describes it: epoch, operations, state digest, table roots. */
  String step() {
    network.resetNonces();
    offered.clear();
    List<Item> candidates = candidates();
    EpochInputs inputs = network.unordered(candidates);
    Assembly.Assembled assembled = assemble(inputs);
    assertThat(assemble(network.unordered(shuffled(candidates))).inputs())
        .isEqualTo(assembled.inputs());
    EpochResult executed = EpochTransition.apply(network.ledger(), assembled.inputs());
    assertThat(executed).isInstanceOf(EpochResult.Applied.class);
    EpochOutcome outcome = ((EpochResult.Applied) executed).outcome();
    assertThat(outcome.changes().changes()).isEqualTo(assembled.outcome().changes().changes());
    assertThat(outcome.reward()).isEqualTo(assembled.outcome().reward());
    assertThat(outcome.attribution()).isEqualTo(assembled.outcome().attribution());
    assembled
        .inputs()
        .operations()
        .forEach(item -> count(applied, kind(item.operation().operation())));
    assembled.dropped().forEach(d -> count(refused, kind(d.operation().operation())));
    network.commit(outcome);
    created(assembled.inputs());
    assertConserved();
    return "%d %d %s %s %s"
        .formatted(
            network.epoch(),
            assembled.inputs().operations().size(),
            network.stateDigest().toUnprefixedHexString(),
            outcome.attribution().root().toUnprefixedHexString(),
            outcome.reward().root().toUnprefixedHexString());
  }

  TreeMap<String, Integer> applied() {
    return applied;
  }

  TreeMap<String, Integer> refused() {
    return refused;
  }

  /** How many records stand in each state. */
  TreeMap<RecordState, Integer> states() {
    TreeMap<RecordState, Integer> states = new TreeMap<>();
    network
        .ledger()
        .scan(
            LedgerTable.RECORDS.prefix(),
            (key, record) -> states.merge(record.getState(), 1, Integer::sum));
    return states;
  }

  /** The digest of the whole ledger, built anew. */
  boolean digestIsThatOfTheLedger() {
    BucketDigest fresh = BucketDigest.empty();
    LedgerTable.all().forEach(table -> insertAll(fresh, table));
    return fresh.root().equals(network.stateDigest());
  }

  private <T extends MessageLite> void insertAll(BucketDigest digest, LedgerTable<T> table) {
    network
        .ledger()
        .scan(
            table.prefix(),
            (key, entry) -> digest.insert(key.bytes().toArrayUnsafe(), entry.toByteArray()));
  }

  private void assertConserved() {
    NetworkEntry entry = network.ledger().get(Keys.network()).orElseThrow();
    long[] held = {0};
    LedgerTable.all().forEach(table -> held[0] += held(table));
    assertThat(held[0] + entry.getBurnedMicros()).isEqualTo(entry.getSupplyMicros());
  }

  private <T extends MessageLite> long held(LedgerTable<T> table) {
    long[] held = {0};
    LedgerPrefix<T> all = table.prefix();
    network.ledger().scan(all, (key, entry) -> held[0] += table.heldMicros(entry));
    return held[0];
  }

  private Assembly.Assembled assemble(EpochInputs inputs) {
    return (Assembly.Assembled) EpochAssembler.assemble(network.ledger(), inputs);
  }

  private static String kind(Operation operation) {
    return operation.getClass().getSimpleName();
  }

  private static void count(TreeMap<String, Integer> counts, String kind) {
    counts.merge(kind, 1, Integer::sum);
  }

  private List<Item> shuffled(List<Item> items) {
    List<Item> shuffled = new ArrayList<>(items);
    SplittableRandom own = new SplittableRandom(network.epoch());
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, own.nextInt(i + 1));
    }
    return shuffled;
  }

  private void created(EpochInputs inputs) {
    inputs.operations().stream()
        .map(Item::operation)
        .filter(o -> o.operation() instanceof Operation.CreateDatanet)
        .forEach(o -> datanets.add(o.id().digest()));
  }

  private List<Item> candidates() {
    List<Item> items = new ArrayList<>();
    if (random.nextInt(datanets.isEmpty() ? 1 : 30) == 0) {
      String name = "net-" + random.nextInt(4);
      add(
          items,
          member(),
          new Operation.CreateDatanet(
              TestNetwork.manifest(name, TestCommunity.rules(3 + random.nextInt(3), 5))));
    }
    reveals(items);
    openings(items);
    for (Bytes32 datanet : datanets) {
      if (datanet.equals(datanets.get(0)) || random.nextInt(3) == 0) {
        activity(items, datanet);
      }
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      long amount = random.nextInt(10) == 0 ? 1L << 50 : random.nextLong(1, 200_000);
      add(items, member(), new Operation.Transfer(TestNetwork.account(member()), amount));
    }
    if (random.nextInt(8) == 0) {
      validatorBusiness(items);
    }
    if (random.nextInt(10) == 0 && !items.isEmpty()) {
      items.remove(random.nextInt(items.size())); // leaves a nonce gap behind
    }
    return items;
  }

  private String member() {
    return names.get(random.nextInt(names.size()));
  }

  private void add(List<Item> items, String author, Operation operation) {
    long nonce = 0;
    if (operation.carriesNonce()) {
      long used =
          network
              .ledger()
              .get(Keys.account(TestNetwork.account(author)))
              .map(AccountEntry::getNonce)
              .orElse(0L);
      nonce = used + offered.merge(author, 1L, Long::sum);
    }
    items.add(network.item(author, nonce, operation));
  }

  private void activity(List<Item> items, Bytes32 datanet) {
    Operation.StakeRole.Curator role = new Operation.StakeRole.Curator(datanet);
    boolean young = network.epoch() < 6;
    for (String name : names) {
      if (random.nextInt(young ? 2 : 40) == 0) {
        long amount = random.nextLong(500_000, 3_000_000);
        add(items, name, new Operation.Bond(role, amount, Optional.empty()));
      }
      if (random.nextInt(90) == 0) {
        add(items, name, new Operation.Unbond(role, random.nextLong(1, 3_000_000)));
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      boolean copies = random.nextInt(6) == 0 && !unopened.isEmpty();
      String content =
          copies
              ? unopened.get(random.nextInt(unopened.size())).content()
              : "content " + contents++;
      String author = member();
      long bond = random.nextInt(12) == 0 ? 5 : 100_000 + random.nextInt(1_000);
      add(items, author, network.commitment(datanet, author, content, bond));
      unopened.add(new Pending(datanet, author, content, network.epoch() + 1));
    }
    ballots(items, datanet);
    uses(items, datanet);
  }

  private void openings(List<Item> items) {
    List<Pending> opened = new ArrayList<>();
    for (Pending pending : unopened) {
      if (random.nextInt(2) == 0) {
        items.add(
            network.item(
                pending.author(),
                0,
                network.opening(
                    pending.datanet(),
                    pending.author(),
                    pending.content(),
                    random.nextInt(1, 5_000))));
      }
      if (network.epoch() > pending.epoch() + 2) {
        opened.add(pending);
      }
    }
    unopened.removeAll(opened);
  }

  private void ballots(List<Item> items, Bytes32 datanet) {
    TreeMap<String, TreeMap<Long, TreeMap<Bytes32, Vote>>> votes = new TreeMap<>();
    network
        .ledger()
        .scan(
            LedgerTable.PANELS.prefix(datanet),
            (key, panel) -> {
              for (Seat seat : panel.getSeatsList()) {
                vote(votes, recordOf(key), panel, seat);
              }
            });
    votes.forEach(
        (curator, bySeed) ->
            bySeed.forEach((seed, ballot) -> commit(items, datanet, curator, seed, ballot)));
  }

  /** Of a key whose parts are the datanet and the record. */
  private static Bytes32 recordOf(LedgerKey<?> key) {
    return Bytes32.wrap(key.part(Bytes32.SIZE, Bytes32.SIZE));
  }

  private void vote(
      TreeMap<String, TreeMap<Long, TreeMap<Bytes32, Vote>>> votes,
      Bytes32 record,
      PanelEntry panel,
      Seat seat) {
    if (seat.getBallot().isEmpty() && random.nextInt(8) != 0) {
      boolean good = (record.get(0) & 3) != 0;
      boolean approves = good != (random.nextInt(8) == 0);
      votes
          .computeIfAbsent(nameOf.get(WireBytes.account(seat.getCurator())), c -> new TreeMap<>())
          .computeIfAbsent(panel.getSeedEpoch(), s -> new TreeMap<>())
          .put(record, approves ? Vote.APPROVE : Vote.LOW_QUALITY);
    }
  }

  private void commit(
      List<Item> items,
      Bytes32 datanet,
      String curator,
      long seedEpoch,
      TreeMap<Bytes32, Vote> ballot) {
    List<Bytes32> records = List.copyOf(ballot.keySet());
    List<Vote> votes = List.copyOf(ballot.values());
    Bytes32 salt = TestNetwork.hash(curator + seedEpoch + records.size() + network.epoch());
    Bytes32 commitment =
        VoteCommitment.of(
            network.networkId(),
            datanet,
            seedEpoch,
            TestNetwork.account(curator),
            records,
            votes,
            salt);
    add(items, curator, new Operation.CommitBallot(datanet, seedEpoch, commitment, records));
    unrevealed.add(
        new Vow(curator, seedEpoch, new Operation.RevealBallot(datanet, commitment, votes, salt)));
  }

  private void reveals(List<Item> items) {
    List<Vow> done = new ArrayList<>();
    for (Vow vow : unrevealed) {
      if (random.nextInt(3) != 0) {
        items.add(network.item(vow.curator(), 0, vow.reveal()));
      }
      if (network.epoch() > vow.seedEpoch() + 4) {
        done.add(vow);
      }
    }
    unrevealed.removeAll(done);
  }

  private void uses(List<Item> items, Bytes32 datanet) {
    TreeMap<Bytes32, RecordEntry> records = new TreeMap<>();
    network
        .ledger()
        .scan(
            LedgerTable.RECORDS.prefix(datanet),
            (key, record) -> {
              if (record.getState() == RecordState.ACCEPTED || random.nextInt(30) == 0) {
                records.put(recordOf(key), record);
              }
            });
    for (int i = records.isEmpty() ? 0 : random.nextInt(3); i > 0; i--) {
      List<Operation.RecordWeight> weights = new ArrayList<>();
      for (Bytes32 record : records.keySet()) {
        if (weights.size() < 64 && random.nextInt(3) == 0) {
          weights.add(new Operation.RecordWeight(record, random.nextLong(1, 1_000)));
        }
      }
      if (!weights.isEmpty()) {
        add(items, member(), new Operation.Use(datanet, random.nextLong(5_000, 900_000), weights));
      }
    }
  }

  private void validatorBusiness(List<Item> items) {
    Operation.StakeRole.Validator role = new Operation.StakeRole.Validator();
    Operation.BeaconCommitment onion =
        new Operation.BeaconCommitment(
            TestNetwork.hash("tip " + network.epoch()), network.epoch() + 3, 50);
    String name = member();
    switch (random.nextInt(3)) {
      case 0 -> add(items, name, new Operation.Bond(role, 100_000_000, Optional.of(onion)));
      case 1 -> add(items, name, new Operation.Unbond(role, 100_000_000));
      default -> add(items, name, new Operation.RenewBeacon(onion));
    }
  }
}
