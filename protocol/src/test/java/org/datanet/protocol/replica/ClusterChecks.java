package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.ValidatorSet;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.ledger.LedgerTable;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.NetworkEntry;

/** What must hold after every event, whatever the faults. Knows nothing of how they come about. */
final class ClusterChecks {

  private final ClusterWorld world;
  private final Predicate<SimulatedNode> honest;
  private final TreeMap<Long, Bytes32> decidedBatches = new TreeMap<>();
  private final TreeMap<Long, Bytes32> stateDigests = new TreeMap<>();
  private final TreeMap<Long, ValidatorSet> validators = new TreeMap<>();
  private final TreeMap<String, Optional<Bytes32>> votes = new TreeMap<>();
  private final TreeMap<OperationId, SimulatedNode> accepted = new TreeMap<>();
  private final TreeSet<OperationId> applied = new TreeSet<>();
  private final TreeSet<OperationId> dropped = new TreeSet<>();
  private final List<String> halts = new ArrayList<>();
  private final List<TableDifference> differences = new ArrayList<>();
  private int evidence;

  ClusterChecks(ClusterWorld world, Predicate<SimulatedNode> honest) {
    this.world = world;
    this.honest = honest;
  }

  /** Own messages: on the disk before they go out, and never two votes in one slot. */
  void published(SimulatedNode node, Bytes message) {
    switch (world.received(message)) {
      case ConsensusCodec.Message.OfProposal(SignedProposal signed) ->
          assertThat(node.disk().votes(signed.proposal().epoch()))
              .as("a proposal is stored before it is published")
              .contains(message);
      case ConsensusCodec.Message.OfVote(var signed) -> {
        Vote vote = signed.vote();
        assertThat(node.disk().votes(vote.epoch()))
            .as("a vote is stored before it is published")
            .contains(message);
        String slot =
            "%s %d %d %s".formatted(vote.validator(), vote.epoch(), vote.round(), vote.type());
        Optional<Bytes32> earlier = votes.putIfAbsent(slot, vote.valueId());
        assertThat(vote.valueId())
            .as("node %d votes once as %s", node.index(), slot)
            .isEqualTo(earlier == null ? vote.valueId() : earlier);
      }
    }
  }

  /** One batch an epoch, certified, with the digest and the tables that this node has computed. */
  void committed(SimulatedNode node, Effect.Commit commit) {
    EpochBatch batch = commit.decided().getBatch();
    long epoch = batch.getEpoch();
    commit.operations().forEach(operation -> applied.add(operation.id()));
    if (!honest.test(node)) {
      return;
    }
    assertThat(decidedBatches.computeIfAbsent(epoch, e -> commit.batchId()))
        .as("the batch that node %d decided in epoch %d", node.index(), epoch)
        .isEqualTo(commit.batchId());
    assertThat(stateDigests.computeIfAbsent(epoch, e -> node.disk().stateDigest()))
        .as("the state of node %d after epoch %d", node.index(), epoch)
        .isEqualTo(node.disk().stateDigest());
    assertThat(bytes32(batch.getStateDigest().toByteArray())).isEqualTo(node.disk().stateDigest());
    assertThat(bytes32(batch.getRewardRoot().toByteArray()))
        .isEqualTo(commit.outcome().reward().root());
    assertThat(bytes32(batch.getAttributionRoot().toByteArray()))
        .isEqualTo(commit.outcome().attribution().root());
    Certificate certificate =
        CertificateCodec.parse(commit.decided().getCertificate()).orElseThrow();
    assertThat(certificate.valueId()).isEqualTo(commit.batchId());
    assertThat(certificate.check(validators(node.disk().ledger(), epoch), this::isSigned))
        .as("the certificate of epoch %d", epoch)
        .isEqualTo(Certificate.Finding.VALID);
    assertConserved(node.disk().ledger());
  }

  private boolean isSigned(Vote vote, Bytes signature) {
    return world
        .verifier()
        .verify(
            vote.validator().toBytes(),
            ConsensusCodec.signingBytes(world.networkId(), vote).toArrayUnsafe(),
            signature.toArrayUnsafe());
  }

  /** The first to commit an epoch says who votes in the next but one; later the entry is gone. */
  private ValidatorSet validators(Ledger ledger, long epoch) {
    return validators.computeIfAbsent(epoch, e -> Chain.validators(ledger, e));
  }

  private static Bytes32 bytes32(byte[] bytes) {
    return Bytes32.wrap(bytes);
  }

  private static void assertConserved(Ledger ledger) {
    NetworkEntry entry = ledger.get(Keys.network()).orElseThrow();
    long[] held = {0};
    LedgerTable.all().forEach(table -> add(ledger, table, held));
    assertThat(held[0] + entry.getBurnedMicros())
        .as("money that is held or burned")
        .isEqualTo(entry.getSupplyMicros());
  }

  private static <T extends MessageLite> void add(
      Ledger ledger, LedgerTable<T> table, long[] held) {
    ledger.scan(table.prefix(), (key, entry) -> held[0] += table.heldMicros(entry));
  }

  /**
   * The batches of the last, this and the next round, of one far round of each validator, those
   * that are locked, valid or certified, and the one that the last epoch decided.
   */
  void holdsFewBatches(Replica replica) {
    assertThat(replica.batchesHeld())
        .as("batches in memory")
        .isLessThanOrEqualTo(3 + world.nodes().size() + 3 + 1);
  }

  /** A user was told that this operation was taken. */
  void submitted(SimulatedNode node, SignedOperation operation, boolean taken) {
    if (taken && honest.test(node)) {
      accepted.put(operation.id(), node);
    }
  }

  void dropped(Effect.Dropped operation) {
    dropped.add(operation.id());
  }

  void evidence(SimulatedNode node, Effect.KeepEvidence kept) {
    AccountId culprit = kept.equivocation().first().vote().validator();
    assertThat(
            world.nodes().stream()
                .filter(signer -> signer.account().equals(culprit))
                .map(signer -> world.nodes().indexOf(signer)))
        .as("only who votes twice is said to have")
        .noneMatch(index -> honestIndexes().contains(index));
    evidence++;
  }

  private List<Integer> honestIndexes() {
    return honestNodes;
  }

  private List<Integer> honestNodes = List.of();

  void honestNodes(List<Integer> indexes) {
    honestNodes = indexes;
  }

  void differs(SimulatedNode node, Effect.ReportDifference difference) {
    differences.add(difference.difference());
  }

  void halted(SimulatedNode node, Effect.Halt halt) {
    assertThat(honest.test(node))
        .as("node %d stops itself: %s", node.index(), halt.what())
        .isFalse();
    halts.add(halt.what());
  }

  /** Nothing that a user was told is taken may vanish without a word. */
  void assertNothingIsLost(List<SimulatedNode> nodes) {
    accepted.forEach(
        (id, home) ->
            assertThat(
                    applied.contains(id)
                        || dropped.contains(id)
                        || nodes.stream().anyMatch(node -> node.disk().isPending(id)))
                .as("operation %s that node %d took", id, home.index())
                .isTrue());
  }

  long decidedEpochs() {
    return decidedBatches.size();
  }

  int appliedOperations() {
    return applied.size();
  }

  /** Operations that users were told are taken. */
  int acceptedOperations() {
    return accepted.size();
  }

  /** Of those, how many left the pools with a reason. */
  long droppedOperations() {
    return accepted.keySet().stream().filter(dropped::contains).count();
  }

  int evidence() {
    return evidence;
  }

  List<String> halts() {
    return List.copyOf(halts);
  }

  List<TableDifference> differences() {
    return List.copyOf(differences);
  }
}
