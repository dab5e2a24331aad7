package org.datanet.testnet.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.admission.PanelWindows;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerTable;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.OperationLimits;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.Seat;
import org.datanet.testnet.demo.Ballot;
import org.datanet.testnet.demo.Contribution;
import org.datanet.testnet.launcher.Role;
import org.datanet.testnet.launcher.TestKeys;
import org.datanet.testnet.lexicon.LexiconEntry;
import org.datanet.testnet.lexicon.LexiconManifest;

/**
 * Members of one datanet who do everything that members do, signed, epoch after epoch: commit and
 * open records, judge all of them good, use them, pay each other. Asked once for every epoch, in
 * order; all that it gives applies.
 */
final class Community {

  static final int CONTRIBUTORS = 1_000;

  /** Panels take seven of them. */
  static final int CURATORS = 24;

  /** The datanet is created in epoch 1 and has its curators at the close of this one. */
  static final long FOUNDED = 2;

  private static final long STAKE_MICROS = 10_000_000;

  /** Well above what the fees that members pay here can drive the least bond to. */
  private static final long BOND_MICROS = 1_000_000;

  private static final int RECORDS_PER_USE = 4;

  /** Records that uses name: those that were accepted first. */
  private static final int USABLE_MAX = 4_096;

  private static final long EXPIRY_EPOCHS = 40;

  /** Epochs between a record's opening and the draw of its panel. ECONOMICS §3. */
  private static final long DRAW_DELAY_EPOCHS = 2;

  /**
   * What happens in an epoch besides openings of what was committed in the one before, and ballots.
   *
   * @param operations transfers fill the epoch up to so many in all; 0 for none
   */
  record Load(int commitments, int uses, int operations) {
    static final Load NONE = new Load(0, 0, 0);
  }

  private static final class Author {
    private final Signer signer;
    private final Bytes32 secret;
    private long nonce;

    Author(TestKeys keys, Role role, int index) {
      this.signer = keys.signer(role, index);
      this.secret = keys.derived("bench-" + role.label(), index);
    }

    AccountId account() {
      return signer.account();
    }
  }

  private record Committed(Author author, Contribution contribution) {}

  private record Vow(Author author, Operation.RevealBallot reveal) {}

  private final Bytes32 networkId;
  private final Manifest manifest;
  private final IntFunction<LexiconEntry> records;
  private final Author founder;
  private final IntFunction<Author> newContributor;
  private final List<Author> contributors = new ArrayList<>();
  private final TreeMap<AccountId, Author> curators = new TreeMap<>();
  private final AccountId payee;

  private Bytes32 datanet = Bytes32.ZERO;
  private int nextContributor;
  private int nextRecord;
  private int nextUsable;
  private List<Committed> unopened = List.of();
  private final TreeMap<Long, List<Vow>> unrevealed = new TreeMap<>();
  private final TreeMap<Long, List<Bytes32>> unsettled = new TreeMap<>();
  private final List<Bytes32> usable = new ArrayList<>();

  /**
   * Of a network whose genesis gives money to a thousand contributors and {@link #CURATORS}
   * curators of these keys.
   *
   * @param defaults of the network, for the datanet's parameters
   * @param records what is contributed, counted from 0, each different
   */
  Community(
      TestKeys keys, Bytes32 networkId, ParameterSet defaults, IntFunction<LexiconEntry> records)
      throws IOException {
    this.networkId = networkId;
    this.manifest = LexiconManifest.over(defaults);
    this.records = records;
    this.founder = new Author(keys, Role.FAUCET, 0);
    this.newContributor = index -> new Author(keys, Role.CONTRIBUTOR, index);
    for (int i = 0; i < CURATORS; i++) {
      Author curator = new Author(keys, Role.CURATOR, i);
      curators.put(curator.account(), curator);
    }
    this.payee = keys.account(Role.YOU, 0);
  }

  /**
   * What goes into {@code epoch}; before {@link #FOUNDED} is closed no load is taken.
   *
   * @param ledger after the epoch before
   */
  List<Act> acts(Ledger ledger, long epoch, Load load) {
    List<Act> acts = new ArrayList<>();
    if (epoch == 1) {
      Act creation = act(founder, epoch, new Operation.CreateDatanet(manifest));
      datanet = creation.operation().id().digest();
      acts.add(creation);
    } else if (epoch <= FOUNDED) {
      Operation bond =
          new Operation.Bond(
              new Operation.StakeRole.Curator(datanet), STAKE_MICROS, Optional.empty());
      curators.values().forEach(curator -> acts.add(act(curator, epoch, bond)));
    } else {
      reveal(epoch, acts);
      vote(ledger, epoch, acts);
      open(epoch, acts);
      commit(epoch, load.commitments(), acts);
      use(epoch, load.uses(), acts);
      while (acts.size() < load.operations()) {
        acts.add(act(contributor(), epoch, new Operation.Transfer(payee, 1 + acts.size())));
      }
    }
    return acts;
  }

  /** Whether nothing is on its way any more: all records are settled. */
  boolean isIdle() {
    return unopened.isEmpty() && unrevealed.isEmpty() && unsettled.isEmpty();
  }

  private Author contributor() {
    int index = nextContributor++ % CONTRIBUTORS;
    if (index == contributors.size()) {
      contributors.add(newContributor.apply(index));
    }
    return contributors.get(index);
  }

  private Act act(Author author, long epoch, Operation operation) {
    return act(author, epoch, operation, Optional.empty());
  }

  private Act act(Author author, long epoch, Operation operation, Optional<Bytes> content) {
    long nonce = operation.carriesNonce() ? ++author.nonce : 0;
    return new Act(
        OperationCodec.sign(author.signer, networkId, nonce, epoch + EXPIRY_EPOCHS, operation),
        content);
  }

  private void commit(long epoch, int commitments, List<Act> acts) {
    List<Committed> committed = new ArrayList<>();
    for (int i = 0; i < commitments; i++) {
      Author author = contributor();
      Contribution contribution =
          Contribution.of(author.secret, datanet, records.apply(nextRecord++));
      acts.add(act(author, epoch, contribution.commit(networkId, author.account(), BOND_MICROS)));
      committed.add(new Committed(author, contribution));
    }
    unopened = committed;
  }

  private void open(long epoch, List<Act> acts) {
    List<Bytes32> opened = new ArrayList<>();
    for (Committed one : unopened) {
      acts.add(
          act(
              one.author,
              epoch,
              one.contribution.opening(),
              Optional.of(one.contribution.content())));
      opened.add(one.contribution.recordId(networkId, one.author.account()));
    }
    if (!opened.isEmpty()) {
      unsettled.put(windows(epoch + DRAW_DELAY_EPOCHS).settlementEpoch(), opened);
    }
  }

  private PanelWindows windows(long seedEpoch) {
    ParameterSet rules = manifest.parameters();
    return new PanelWindows(seedEpoch, rules.commitEpochs(), rules.revealEpochs());
  }

  /** Ballots on all panels that were drawn at the close of the epoch before. */
  private void vote(Ledger ledger, long epoch, List<Act> acts) {
    long seedEpoch = epoch - 1;
    TreeMap<AccountId, List<Bytes32>> seats = new TreeMap<>();
    ledger.scan(
        LedgerTable.PANELS.prefix(datanet),
        (key, panel) -> {
          if (panel.getSeedEpoch() == seedEpoch) {
            seat(Bytes32.wrap(key.part(Bytes32.SIZE, Bytes32.SIZE)), panel, seats);
          }
        });
    seats.forEach(
        (account, records) -> {
          Author curator = Objects.requireNonNull(curators.get(account));
          for (int from = 0; from < records.size(); from += OperationLimits.BALLOT_RECORDS_MAX) {
            int end = Math.min(records.size(), from + OperationLimits.BALLOT_RECORDS_MAX);
            acts.add(ballot(curator, epoch, records.subList(from, end)));
          }
        });
  }

  private static void seat(
      Bytes32 record, PanelEntry panel, TreeMap<AccountId, List<Bytes32>> seats) {
    for (Seat seat : panel.getSeatsList()) {
      seats
          .computeIfAbsent(WireBytes.account(seat.getCurator()), a -> new ArrayList<>())
          .add(record);
    }
  }

  /** {@code records} as the ledger lists them, in ascending order. */
  private Act ballot(Author curator, long epoch, List<Bytes32> records) {
    List<Vote> votes = records.stream().map(record -> Vote.APPROVE).toList();
    Ballot ballot = Ballot.of(curator.secret, datanet, epoch - 1, records, votes);
    Operation.CommitBallot commit = ballot.commit(networkId, curator.account());
    unrevealed
        .computeIfAbsent(windows(epoch - 1).lastBallotEpoch() + 1, e -> new ArrayList<>())
        .add(new Vow(curator, ballot.reveal(commit.commitment())));
    return act(curator, epoch, commit);
  }

  private void reveal(long epoch, List<Act> acts) {
    for (Vow vow : Optional.ofNullable(unrevealed.remove(epoch)).orElse(List.of())) {
      acts.add(act(vow.author, epoch, vow.reveal));
    }
  }

  private void use(long epoch, int uses, List<Act> acts) {
    unsettled
        .headMap(epoch)
        .values()
        .forEach(
            settled ->
                usable.addAll(
                    settled.subList(0, Math.min(settled.size(), USABLE_MAX - usable.size()))));
    unsettled.headMap(epoch).clear();
    for (int i = 0; i < uses && !usable.isEmpty(); i++) {
      TreeMap<Bytes32, Long> weights = new TreeMap<>();
      for (long weight = 1; weight <= RECORDS_PER_USE; weight++) {
        weights.put(usable.get(nextUsable++ % usable.size()), weight);
      }
      List<Operation.RecordWeight> records =
          weights.entrySet().stream()
              .map(e -> new Operation.RecordWeight(e.getKey(), e.getValue()))
              .toList();
      long feeMicros = manifest.parameters().minUseFeeMicros();
      acts.add(act(contributor(), epoch, new Operation.Use(datanet, feeMicros, records)));
    }
  }
}
