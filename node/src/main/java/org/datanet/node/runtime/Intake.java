package org.datanet.node.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.node.network.Verdict;
import org.datanet.node.sync.OperationVerifier;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.operation.DecodeResult;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.ConsensusCodec;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.WantedContent;

/**
 * The way into the core: what comes from users and peers is decoded and verified in a pool, queued
 * with a ticket, and answered when the core has judged it. Counts refusals by reason.
 */
final class Intake {

  private final NodeLoop loop;
  private final OperationVerifier operations;
  private final Bytes32 networkId;
  private final SignatureVerifier signatures;
  private final ExecutorService pool;
  private final BiConsumer<WantedContent, String> contentHints;
  private final NodeMetrics metrics;
  private final AtomicLong tickets = new AtomicLong();
  private final Map<Long, CompletableFuture<Admission>> waiting = new ConcurrentHashMap<>();

  /**
   * @param pool verifies; its queue is bounded, and what it rejects is ignored
   * @param contentHints told which peer is likely to hold a content
   */
  Intake(
      NodeLoop loop,
      OperationVerifier operations,
      Bytes32 networkId,
      SignatureVerifier signatures,
      ExecutorService pool,
      BiConsumer<WantedContent, String> contentHints,
      NodeMetrics metrics) {
    this.loop = loop;
    this.operations = operations;
    this.networkId = networkId;
    this.signatures = signatures;
    this.pool = pool;
    this.contentHints = contentHints;
    this.metrics = metrics;
  }

  /** An own user's operation. */
  CompletionStage<Submission> submit(byte[] envelope) {
    return inPool(
            () ->
                switch (operations.decode(envelope)) {
                  case DecodeResult.Rejected rejected ->
                      CompletableFuture.completedFuture(
                          new Submission(
                              Optional.empty(), new Admission.Rejected(rejected.refusal())));
                  case DecodeResult.Decoded decoded ->
                      queue(Input.Origin.OWN_USER, decoded.operation())
                          .thenApply(a -> new Submission(Optional.of(decoded.operation().id()), a));
                },
            new Submission(Optional.empty(), full()))
        .thenApply(
            submission -> {
              count("api", submission.admission());
              return submission;
            });
  }

  /** An operation that a peer gossiped. */
  CompletionStage<Verdict> onOperation(String peer, byte[] envelope) {
    return inPool(
            () ->
                switch (operations.decode(envelope)) {
                  case DecodeResult.Rejected rejected ->
                      CompletableFuture.completedFuture(
                          (Admission) new Admission.Rejected(rejected.refusal()));
                  case DecodeResult.Decoded decoded -> {
                    WantedContent.of(decoded.operation())
                        .ifPresent(content -> contentHints.accept(content, peer));
                    yield queue(Input.Origin.PEER, decoded.operation());
                  }
                },
            full())
        .thenApply(this::verdict);
  }

  /** A consensus message that a peer gossiped, or gave as part of its round state. */
  CompletionStage<Verdict> onConsensus(String peer, byte[] message) {
    return inPool(() -> judgeConsensus(message), full()).thenApply(this::verdict);
  }

  private CompletableFuture<Admission> judgeConsensus(byte[] message) {
    Optional<ConsensusCodec.Message> parsed = ConsensusCodec.parse(message);
    if (parsed.isEmpty()) {
      return CompletableFuture.completedFuture(
          new Admission.Rejected(Refusal.of(Reason.MALFORMED)));
    }
    if (!ConsensusCodec.verify(networkId, parsed.get(), signatures)) {
      return CompletableFuture.completedFuture(
          new Admission.Rejected(Refusal.of(Reason.BAD_SIGNATURE)));
    }
    long ticket = tickets.incrementAndGet();
    Input input =
        switch (parsed.get()) {
          case ConsensusCodec.Message.OfProposal proposal ->
              new Input.ProposalArrived(ticket, proposal.proposal());
          case ConsensusCodec.Message.OfVote vote -> new Input.VoteArrived(ticket, vote.vote());
        };
    CompletableFuture<Admission> answer = waiting(ticket);
    if (!loop.offer(CoreQueue.Kind.CONSENSUS, input)) {
      answer(ticket, full());
    }
    return answer;
  }

  private CompletableFuture<Admission> queue(Input.Origin origin, SignedOperation operation) {
    long ticket = tickets.incrementAndGet();
    CompletableFuture<Admission> answer = waiting(ticket);
    Input input = new Input.OperationArrived(ticket, origin, operation);
    if (!loop.offer(CoreQueue.Kind.OPERATION, input)) {
      answer(ticket, full());
    }
    return answer;
  }

  private CompletableFuture<Admission> waiting(long ticket) {
    return waiting.computeIfAbsent(ticket, t -> new CompletableFuture<>());
  }

  /** The core has judged. */
  void answer(long ticket, Admission admission) {
    CompletableFuture<Admission> answer = waiting.remove(ticket);
    if (answer != null) {
      answer.complete(admission);
    }
  }

  /** The core judges no more. */
  void close() {
    waiting.values().forEach(answer -> answer.complete(full()));
    waiting.clear();
  }

  private Verdict verdict(Admission admission) {
    count("gossip", admission);
    return switch (admission) {
      case Admission.Accepted accepted -> Verdict.ACCEPT;
      case Admission.Ignored ignored -> Verdict.IGNORE;
      case Admission.Rejected rejected -> Verdict.REJECT;
    };
  }

  private void count(String where, Admission admission) {
    switch (admission) {
      case Admission.Accepted accepted -> {}
      case Admission.Ignored ignored -> metrics.refused(where, ignored.refusal().reason());
      case Admission.Rejected rejected -> metrics.refused(where, rejected.refusal().reason());
    }
  }

  private static Admission full() {
    return new Admission.Ignored(Refusal.of(Reason.POOL_FULL));
  }

  private interface Judging<T> {
    CompletionStage<T> judge();
  }

  private <T> CompletableFuture<T> inPool(Judging<T> judging, T busy) {
    try {
      return CompletableFuture.supplyAsync(judging::judge, pool).thenCompose(stage -> stage);
    } catch (RejectedExecutionException e) {
      // The pool's queue is bounded: whoever sent this may send it again.
      return CompletableFuture.completedFuture(busy);
    }
  }
}
