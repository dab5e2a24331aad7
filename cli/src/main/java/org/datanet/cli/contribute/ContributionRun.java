package org.datanet.cli.contribute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.contribute.Progression.Committed;
import org.datanet.cli.contribute.Progression.Committing;
import org.datanet.cli.contribute.Progression.Failed;
import org.datanet.cli.contribute.Progression.Opening;
import org.datanet.cli.contribute.Progression.Sealed;
import org.datanet.cli.contribute.Progression.Uncommitted;
import org.datanet.cli.session.EpochClock;
import org.datanet.cli.session.RefusedException;
import org.datanet.cli.session.Sender;
import org.datanet.cli.terminal.Progress;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.ContentOutcome;
import org.datanet.node.api.model.OperationInfo;
import org.datanet.node.api.model.OperationOutcome;
import org.datanet.node.api.model.OperationRef;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.RecordInfo;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.ApiRefusedException;
import org.datanet.node.client.PageQuery;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.ParseResult;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.SignedOperation;

/**
 * Brings the records of a journal into a datanet: commitments in one epoch, openings in a later
 * one. What has happened already is asked of the node, so a run may be stopped and begun again at
 * any point. For one thread.
 */
final class ContributionRun {

  /** A pool that is full is a matter of an epoch. */
  private static final Set<String> TRY_LATER = Set.of(Reason.POOL_FULL.name());

  /** A commitment may be an epoch younger than this run thinks. */
  private static final Set<String> OPEN_LATER =
      Set.of(Reason.POOL_FULL.name(), Reason.OPENING_TOO_EARLY.name());

  /** The commitment must be signed anew; its nonce or its time is gone. */
  private static final Set<String> SIGN_ANEW =
      Set.of(
          Reason.NONCE_USED.name(),
          Reason.NONCE_GAP.name(),
          Reason.EXPIRED.name(),
          Reason.EXPIRY_TOO_FAR.name());

  private static final Set<String> SETTLED =
      Set.of("ACCEPTED", "REJECTED", "RETURNED", "SUPERSEDED_CLAIM");

  private final ApiClient client;
  private final Sender sender;
  private final Journals journals;
  private final long openEpochs;
  private final List<Draft> drafts;
  private final List<Progression> stages = new ArrayList<>();
  private Journal journal;

  /** For a thread that tells how to go on; 0 while nothing waits to be opened. */
  private volatile long openByEpoch;

  /** The last epoch whose operations were heard. */
  private long heardEpoch;

  /** An operation of an item that waits in a pool, to be offered again should the pool lose it. */
  private record Waiting(int index, SignedOperation operation) {}

  private final Map<OperationId, Waiting> awaited = new TreeMap<>();

  /**
   * What was refused when it was offered again. A node may show an operation in neither pool nor
   * epoch for a moment, so a refusal counts only if the next epoch does not hold it either.
   */
  private final Set<OperationId> doubted = new TreeSet<>();

  ContributionRun(
      ApiClient client, Sender sender, Journals journals, Journal journal, long openEpochs) {
    this.client = client;
    this.sender = sender;
    this.journals = journals;
    this.journal = journal;
    this.openEpochs = openEpochs;
    this.drafts = journal.items().stream().map(Journal.Item::draft).toList();
  }

  /** Where each item stands, in the journal's order. */
  List<Progression> stages() {
    return stages;
  }

  /**
   * Returns when every record is sealed or failed, or with {@code untilSettled} judged.
   *
   * @param resumed whether something may have been sent before
   */
  void run(boolean resumed, boolean untilSettled, Progress progress) throws IOException {
    EpochClock clock = new EpochClock(client);
    heardEpoch = client.status().epoch();
    if (resumed) {
      // What was between pool and epoch when the node was asked has arrived by then.
      heardEpoch = clock.awaitAfter(heardEpoch);
    }
    for (int i = 0; i < drafts.size(); i++) {
      stages.add(resumed ? ask(i) : new Uncommitted());
    }
    while (!isDone(untilSettled)) {
      commit();
      open();
      tell(progress, untilSettled);
      if (isDone(untilSettled)) {
        break;
      }
      long epoch = clock.awaitAfter(heardEpoch);
      hear(epoch);
      offerAgain();
      if (untilSettled) {
        lookForVerdicts();
      }
      tell(progress, untilSettled);
    }
    journals.write(journal.asFinished());
  }

  /** The last epoch in which what is committed can still be opened. For any thread. */
  Optional<Long> openByEpoch() {
    long epoch = openByEpoch;
    return epoch == 0 ? Optional.empty() : Optional.of(epoch);
  }

  private boolean isDone(boolean untilSettled) {
    return stages.stream().allMatch(stage -> isDone(stage, untilSettled));
  }

  private static boolean isDone(Progression stage, boolean untilSettled) {
    return switch (stage) {
      case Sealed sealed -> !untilSettled || SETTLED.contains(sealed.state());
      case Failed failed -> true;
      case Uncommitted u -> false;
      case Committing c -> false;
      case Committed c -> false;
      case Opening o -> false;
    };
  }

  private void tell(Progress progress, boolean untilSettled) {
    int toCommit = 0;
    int toOpen = 0;
    int sealed = 0;
    int failed = 0;
    long openBy = Long.MAX_VALUE;
    for (Progression stage : stages) {
      switch (stage) {
        case Uncommitted u -> toCommit++;
        case Committing c -> toCommit++;
        case Committed c -> {
          toOpen++;
          openBy = Math.min(openBy, c.epoch() + openEpochs);
        }
        case Opening o -> {
          toOpen++;
          openBy = Math.min(openBy, o.epoch() + openEpochs);
        }
        case Sealed s -> sealed++;
        case Failed f -> failed++;
      }
    }
    openByEpoch = toOpen == 0 ? 0 : openBy;
    progress.to(
        stages.stream().filter(stage -> isDone(stage, untilSettled)).count(),
        "%,d to commit, %,d to open, %,d sealed, %,d failed"
            .formatted(toCommit, toOpen, sealed, failed));
  }

  /** What the node knows of an item that may have been sent before. */
  private Progression ask(int index) throws IOException {
    Journal.Item item = journal.items().get(index);
    try {
      return new Sealed(client.record(Bytes32.fromHexString(item.record())).entry().state());
    } catch (ApiRefusedException e) {
      if (e.httpStatus() != 404) {
        throw e;
      }
    }
    SignedOperation commitment = commitment(item);
    OperationInfo info = client.operation(commitment.id());
    return switch (info.state()) {
      case APPLIED -> new Committed(info.epoch().orElseThrow());
      case PENDING -> {
        await(commitment, index);
        yield new Committing();
      }
      case UNKNOWN -> new Uncommitted();
    };
  }

  private void await(SignedOperation operation, int index) {
    awaited.put(operation.id(), new Waiting(index, operation));
  }

  private static SignedOperation commitment(Journal.Item item) {
    return switch (OperationCodec.parse(item.envelope())) {
      case ParseResult.Parsed parsed -> parsed.operation().assumeVerified();
      case ParseResult.Rejected rejected ->
          throw new IllegalStateException("the journal: " + rejected.refusal().message());
    };
  }

  /** Sends what is not committed, again while refusals in the middle leave gaps behind them. */
  private void commit() throws IOException {
    boolean refusedSome = true;
    while (refusedSome && stages.stream().anyMatch(Uncommitted.class::isInstance)) {
      List<Integer> indices = indicesOf(Uncommitted.class);
      List<SignedOperation> commitments = signedFor(indices);
      refusedSome = false;
      List<OperationOutcome> outcomes = submit(commitments);
      for (int k = 0; k < outcomes.size(); k++) {
        OperationOutcome outcome = outcomes.get(k);
        int index = indices.get(k);
        String reason = outcome.reason().orElse("");
        if (Sender.isTaken(outcome)) {
          stages.set(index, new Committing());
          await(commitments.get(k), index);
        } else if (reason.equals(Reason.COMMITMENT_EXISTS.name())) {
          // The account's own, under an envelope before this one, and no more than an epoch ago.
          stages.set(index, ask(index) instanceof Sealed seen ? seen : new Committed(heardEpoch));
        } else if (!TRY_LATER.contains(reason) && !SIGN_ANEW.contains(reason)) {
          stages.set(index, new Failed(reason, outcome.message().orElse("")));
          refusedSome = true;
        }
      }
    }
  }

  /** Commitments with the account's next nonces; the journal has them before they are returned. */
  private List<SignedOperation> signedFor(List<Integer> indices) throws IOException {
    long nonce = sender.accountInfo().nextNonce();
    long expiresEpoch = sender.expiryFrom(heardEpoch);
    List<Journal.Item> items = new ArrayList<>(journal.items());
    List<SignedOperation> commitments = new ArrayList<>();
    boolean changed = false;
    for (int index : indices) {
      SignedOperation commitment = commitment(items.get(index));
      if (commitment.nonce() != nonce || commitment.expiresEpoch() <= heardEpoch) {
        commitment = sender.sign(commitment.operation(), nonce, expiresEpoch);
        items.set(index, items.get(index).withEnvelope(commitment.envelope().toArray()));
        changed = true;
      }
      commitments.add(commitment);
      nonce++;
    }
    if (changed) {
      journal = journal.with(items);
      journals.write(journal);
    }
    return commitments;
  }

  /** Outcomes of the first so many; none where the node says that this is not the time. */
  private List<OperationOutcome> submit(List<SignedOperation> operations) throws IOException {
    try {
      return sender.submit(operations);
    } catch (ApiRefusedException e) {
      if (TRY_LATER.contains(e.reason())) {
        return List.of();
      }
      throw e;
    }
  }

  /** Uploads and opens what was committed; gives up what can no longer be opened. */
  private void open() throws IOException {
    for (int index : indicesOf(Committed.class)) {
      long committed = ((Committed) stages.get(index)).epoch();
      if (heardEpoch >= committed + openEpochs) {
        stages.set(
            index,
            new Failed(
                Reason.OPENING_MISSED.name(),
                "committed in epoch %,d, to be opened by %,d; a quarter of the bond is lost"
                    .formatted(committed, committed + openEpochs)));
      }
    }
    List<Integer> indices = indicesOf(Committed.class);
    if (indices.isEmpty()) {
      return;
    }
    upload(indices);
    List<SignedOperation> openings = new ArrayList<>();
    for (int index : indices) {
      long committed = ((Committed) stages.get(index)).epoch();
      openings.add(sender.sign(opening(index), 0, committed + openEpochs));
    }
    List<OperationOutcome> outcomes = submit(openings);
    for (int k = 0; k < outcomes.size(); k++) {
      int index = indices.get(k);
      OperationOutcome outcome = outcomes.get(k);
      if (Sender.isTaken(outcome)) {
        stages.set(index, new Opening(((Committed) stages.get(index)).epoch()));
        await(openings.get(k), index);
      } else if (!OPEN_LATER.contains(outcome.reason().orElse(""))) {
        stages.set(index, new Failed(outcome.reason().orElse(""), outcome.message().orElse("")));
      }
    }
  }

  private Operation.Contribute opening(int index) {
    return journal
        .terms()
        .opening(
            journal.datanetId(),
            journal.mediaType(),
            drafts.get(index),
            journal.items().get(index).saltBytes());
  }

  private void upload(List<Integer> indices) throws IOException {
    List<byte[]> call = new ArrayList<>();
    long bytes = 0;
    for (int index : indices) {
      byte[] content = drafts.get(index).content();
      if (call.size() == ApiLimits.CONTENTS_PER_CALL_MAX
          || bytes + content.length > ApiLimits.CONTENT_BYTES_PER_CALL_MAX) {
        keep(call);
        call = new ArrayList<>();
        bytes = 0;
      }
      call.add(content);
      bytes += content.length;
    }
    keep(call);
  }

  private void keep(List<byte[]> call) throws IOException {
    for (ContentOutcome outcome : client.putContents(call)) {
      if (outcome.reason().isPresent()) {
        throw new RefusedException(
            outcome.reason().get(),
            "the node does not keep a content: " + outcome.message().orElse(""));
      }
    }
  }

  /** Takes in the operations of every epoch since the last time. */
  private void hear(long lastEpoch) throws IOException {
    while (heardEpoch < lastEpoch) {
      long epoch = heardEpoch + 1;
      Optional<String> next = Optional.empty();
      do {
        Paged<OperationRef> page = client.epochOperations(epoch, page(next));
        page.items().forEach(ref -> OperationId.parse(ref.id()).ifPresent(id -> heard(id, epoch)));
        next = page.next();
      } while (next.isPresent());
      heardEpoch = epoch;
    }
  }

  private static PageQuery page(Optional<String> next) {
    return next.map(after -> PageQuery.after(ApiLimits.PAGE_ITEMS_MAX, after))
        .orElseGet(() -> PageQuery.first(ApiLimits.PAGE_ITEMS_MAX));
  }

  private void heard(OperationId id, long epoch) {
    Waiting waiting = awaited.remove(id);
    if (waiting == null) {
      return;
    }
    stages.set(
        waiting.index(),
        stages.get(waiting.index()) instanceof Committing
            ? new Committed(epoch)
            : new Sealed("SEALED"));
  }

  /** What no epoch held yet: a pool that lost it takes it back or says why it cannot. */
  private void offerAgain() throws IOException {
    List<Waiting> waiting = List.copyOf(awaited.values());
    if (waiting.isEmpty()) {
      return;
    }
    List<OperationOutcome> outcomes = submit(waiting.stream().map(Waiting::operation).toList());
    for (int k = 0; k < outcomes.size(); k++) {
      OperationOutcome outcome = outcomes.get(k);
      OperationId id = waiting.get(k).operation().id();
      String reason = outcome.reason().orElse("");
      if (Sender.isTaken(outcome)
          || TRY_LATER.contains(reason)
          || client.operation(id).state() != OperationInfo.State.UNKNOWN
          || doubted.add(id)) {
        continue;
      }
      awaited.remove(id);
      int index = waiting.get(k).index();
      boolean again = stages.get(index) instanceof Committing && SIGN_ANEW.contains(reason);
      stages.set(
          index, again ? new Uncommitted() : new Failed(reason, outcome.message().orElse("")));
    }
  }

  private void lookForVerdicts() throws IOException {
    Map<String, Integer> open = new TreeMap<>();
    for (int index : indicesOf(Sealed.class)) {
      if (!isDone(stages.get(index), true)) {
        open.put(journal.items().get(index).record(), index);
      }
    }
    Optional<String> next = Optional.empty();
    while (!open.isEmpty()) {
      Paged<RecordInfo> page =
          client.records(
              journal.datanet(), Optional.empty(), Optional.of(sender.account()), page(next));
      for (RecordInfo info : page.items()) {
        Integer index = open.remove(info.record());
        if (index != null) {
          stages.set(index, new Sealed(info.state()));
        }
      }
      next = page.next();
      if (next.isEmpty()) {
        return;
      }
    }
  }

  private List<Integer> indicesOf(Class<? extends Progression> stage) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      if (stage.isInstance(stages.get(i))) {
        indices.add(i);
      }
    }
    return indices;
  }
}
