package org.datanet.protocol.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.hashing.Hasher;

/** Every input and effect of a run, folded into one hash; the last lines are kept to be read. */
final class ClusterTrace {

  private static final int LINES_KEPT = Integer.getInteger("datanet.simulationLines", 60);

  private final LongSupplier clockMs;
  private final Deque<String> last = new ArrayDeque<>();
  private Bytes32 hash = Bytes32.ZERO;
  private long lines;

  ClusterTrace(LongSupplier clockMs) {
    this.clockMs = clockMs;
  }

  void input(SimulatedNode node, Input input) {
    line(node, "> " + describe(input));
  }

  void effect(SimulatedNode node, Effect effect) {
    line(node, "  " + describe(effect));
  }

  void note(String text) {
    add("%7d -- %s".formatted(clockMs.getAsLong(), text));
  }

  private void line(SimulatedNode node, String text) {
    add("%7d n%d %s".formatted(clockMs.getAsLong(), node.index(), text));
  }

  private void add(String line) {
    lines++;
    hash = Hasher.of("trace").add(hash).addText(line).digest();
    last.addLast(line);
    if (last.size() > LINES_KEPT) {
      last.removeFirst();
    }
  }

  /** Of all lines so far; equal runs have equal hashes. */
  Bytes32 hash() {
    return hash;
  }

  long lines() {
    return lines;
  }

  List<String> last() {
    return List.copyOf(last);
  }

  private static String describe(Input input) {
    return switch (input) {
      case Input.Started started -> "started";
      case Input.OperationArrived a ->
          "operation %s %s".formatted(a.origin(), brief(a.operation().id().digest()));
      case Input.ContentReady ready -> "content " + brief(ready.content().cid().digest());
      case Input.ContentRefused refused -> "no content " + brief(refused.content().cid().digest());
      case Input.ProposalArrived arrived -> describe(arrived.proposal().proposal());
      case Input.VoteArrived arrived -> describe(arrived.vote().vote());
      case Input.OperationsArrived a ->
          "operations %d for %s".formatted(a.operations().size(), brief(a.batchId()));
      case Input.TablesArrived tables -> "tables of " + brief(tables.batchId());
      case Input.EpochsArrived epochs ->
          "epochs " + epochs.epochs().stream().map(e -> e.batch().getEpoch()).toList();
      case Input.Committed committed -> "committed " + committed.epoch();
      case Input.TimerElapsed elapsed -> elapsed.timer().toString();
      case Input.VotesRecovered recovered -> "recovered " + recovered.messages().size();
    };
  }

  private static String describe(Effect effect) {
    return switch (effect) {
      case Effect.Answer answer ->
          "answer " + answer.ticket() + " " + answer.admission().getClass().getSimpleName();
      case Effect.StoreOperation stored -> "store " + brief(stored.operation().id().digest());
      case Effect.PublishOperation p -> "publish " + brief(p.operation().id().digest());
      case Effect.DropOperations dropped -> "drop " + dropped.dropped();
      case Effect.StoreVote vote -> "store " + describe(vote.message());
      case Effect.PublishConsensus published -> "publish " + describe(published.message());
      case Effect.SetTimer timer -> timer.timer() + " in " + timer.delayMs();
      case Effect.FetchContent fetch -> "fetch contents " + fetch.contents().size();
      case Effect.ForgetContents forget -> "forget contents " + forget.contents();
      case Effect.FetchOperations fetch -> "fetch operations " + fetch.ids().size();
      case Effect.FetchTables fetch -> "fetch tables " + brief(fetch.batchId());
      case Effect.FetchRoundState fetch -> "fetch round state " + fetch.epoch();
      case Effect.CatchUp catchUp -> "catch up from " + catchUp.fromEpoch();
      case Effect.OfferTables offer -> "offer tables " + brief(offer.batchId());
      case Effect.Commit commit ->
          "commit %d %s of %d"
              .formatted(
                  commit.decided().getBatch().getEpoch(),
                  brief(commit.batchId()),
                  commit.operations().size());
      case Effect.KeepEvidence evidence ->
          "evidence " + describe(evidence.equivocation().second().vote());
      case Effect.ReportDifference difference -> "difference " + difference.difference();
      case Effect.Halt halt -> "halt " + halt.what();
    };
  }

  private static String describe(org.apache.tuweni.bytes.Bytes message) {
    return switch (ConsensusCodec.parseOwn(message)) {
      case ConsensusCodec.Message.OfProposal proposal -> describe(proposal.proposal().proposal());
      case ConsensusCodec.Message.OfVote vote -> describe(vote.vote().vote());
    };
  }

  private static String describe(Proposal proposal) {
    return "proposal %d/%d %s valid round %d"
        .formatted(
            proposal.epoch(), proposal.round(), brief(proposal.valueId()), proposal.validRound());
  }

  private static String describe(Vote vote) {
    return "%s %d/%d %s of %s"
        .formatted(
            vote.type(),
            vote.epoch(),
            vote.round(),
            vote.valueId().map(ClusterTrace::brief).orElse("nil"),
            brief(vote.validator().publicKey()));
  }

  private static String brief(Bytes32 id) {
    return id.toUnprefixedHexString().substring(0, 8);
  }
}
