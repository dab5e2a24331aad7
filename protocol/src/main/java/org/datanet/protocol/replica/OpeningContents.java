package org.datanet.protocol.replica;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Commitments;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect.FetchContent;
import org.datanet.protocol.replica.Effect.ForgetContents;
import org.datanet.protocol.wire.ContentFeatures;

/**
 * The contents that openings name: which are asked for, and which are held with what features. A
 * content is asked for only once the ledger has the commitment that the opening opens. Commitments
 * cost a bond; without one, anybody could fill the disks of all nodes with made-up accounts.
 */
final class OpeningContents {

  private final Bytes32 networkId;
  private final OperationPool pool;
  private final TreeMap<WantedContent, ContentFeatures> features = new TreeMap<>();

  /** Asked for and not answered; whoever fetches may have given up. */
  private final TreeSet<WantedContent> asked = new TreeSet<>();

  /** Openings in the pool whose commitment is not on the ledger, by that commitment. */
  private final TreeMap<Bytes32, TreeSet<OperationId>> uncommitted = new TreeMap<>();

  OpeningContents(Bytes32 networkId, OperationPool pool) {
    this.networkId = networkId;
    this.pool = pool;
  }

  /** Of contents that this node holds. */
  TreeMap<WantedContent, ContentFeatures> features() {
    return features;
  }

  /** These operations are in the pool now: asks for contents, or waits for commitments. */
  void pooled(Ledger ledger, List<SignedOperation> operations, List<Effect> effects) {
    TreeSet<WantedContent> wanted = new TreeSet<>();
    for (SignedOperation operation : operations) {
      if (operation.operation() instanceof Operation.Contribute opening
          && !features.containsKey(WantedContent.of(opening))) {
        Bytes32 commitment = commitment(operation.author(), opening);
        if (isCommitted(ledger, operation.author(), opening, commitment)) {
          wanted.add(WantedContent.of(opening));
        } else {
          uncommitted.computeIfAbsent(commitment, c -> new TreeSet<>()).add(operation.id());
        }
      }
    }
    ask(List.copyOf(wanted), Optional.empty(), effects);
  }

  void ask(List<WantedContent> contents, Optional<AccountId> preferred, List<Effect> effects) {
    if (!contents.isEmpty()) {
      asked.addAll(contents);
      effects.add(new FetchContent(contents, preferred));
    }
  }

  private Bytes32 commitment(AccountId author, Operation.Contribute opening) {
    return Commitments.contribution(
        networkId, opening.datanet(), opening.cid(), opening.salt(), author);
  }

  private static boolean isCommitted(
      Ledger ledger, AccountId author, Operation.Contribute opening, Bytes32 commitment) {
    return ledger.get(Keys.commitment(opening.datanet(), author, commitment)).isPresent();
  }

  /**
   * Why no batch may hold these operations next, whatever contents there are: one of them opens
   * what its author has not committed to.
   */
  Optional<Refusal> refusal(Ledger ledger, List<SignedOperation> operations) {
    for (SignedOperation operation : operations) {
      if (operation.operation() instanceof Operation.Contribute opening) {
        AccountId author = operation.author();
        if (!isCommitted(ledger, author, opening, commitment(author, opening))) {
          return Optional.of(new Refusal(Reason.UNKNOWN_COMMITMENT, "of content " + opening.cid()));
        }
      }
    }
    return Optional.empty();
  }

  /** A content is there. Where nobody wants it any more it is let go of again. */
  void ready(WantedContent content, ContentFeatures found, List<Effect> effects) {
    if (asked.remove(content)) {
      features.put(content, found);
    } else if (!features.containsKey(content)) {
      letGo(List.of(content), effects);
    }
  }

  /** A content is not what its openings say; they have left the pool. */
  void refused(WantedContent content, List<Effect> effects) {
    asked.remove(content);
    letGo(List.of(content), effects);
  }

  /**
   * An epoch was committed, and the pool rid of what it applied and of what got old: asks for
   * contents that were committed to in it, and lets go of those that no opening names any more.
   */
  void committed(List<SignedOperation> applied, List<Effect> effects) {
    TreeSet<WantedContent> wanted = new TreeSet<>();
    TreeSet<WantedContent> opened = new TreeSet<>();
    for (SignedOperation operation : applied) {
      WantedContent.of(operation).ifPresent(opened::add);
      if (operation.operation() instanceof Operation.CommitContribution commit) {
        takeOpeningsOf(operation.author(), commit.commitment())
            .forEach(opening -> WantedContent.of(opening).ifPresent(wanted::add));
      }
    }
    uncommitted.values().forEach(ids -> ids.removeIf(id -> !pool.contains(id)));
    uncommitted.values().removeIf(TreeSet::isEmpty);
    letGoOfOthersThan(pooledContents(), opened, effects);
    ask(List.copyOf(wanted), Optional.empty(), effects);
  }

  /** Who repeats a commitment that it overheard has committed nobody else. */
  private List<SignedOperation> takeOpeningsOf(AccountId author, Bytes32 commitment) {
    TreeSet<OperationId> waiting = uncommitted.getOrDefault(commitment, new TreeSet<>());
    List<SignedOperation> openings =
        waiting.stream()
            .flatMap(id -> pool.get(id).stream())
            .filter(opening -> opening.author().equals(author))
            .toList();
    openings.forEach(opening -> waiting.remove(opening.id()));
    return openings;
  }

  private TreeSet<WantedContent> pooledContents() {
    TreeSet<WantedContent> contents = new TreeSet<>();
    pool.all().forEach(operation -> WantedContent.of(operation).ifPresent(contents::add));
    return contents;
  }

  private void letGoOfOthersThan(
      TreeSet<WantedContent> pooled, TreeSet<WantedContent> opened, List<Effect> effects) {
    List<WantedContent> gone =
        Stream.concat(features.keySet().stream(), asked.stream())
            .filter(content -> !pooled.contains(content) && !opened.contains(content))
            .toList();
    features.keySet().retainAll(pooled);
    asked.retainAll(pooled);
    letGo(gone, effects);
  }

  private void letGo(List<WantedContent> contents, List<Effect> effects) {
    TreeSet<Cid> gone = new TreeSet<>();
    contents.forEach(content -> gone.add(content.cid()));
    if (!gone.isEmpty()) {
      // Another opening may say another size of the same content, or open it in another datanet.
      features.keySet().forEach(content -> gone.remove(content.cid()));
      asked.forEach(content -> gone.remove(content.cid()));
      pooledContents().forEach(content -> gone.remove(content.cid()));
    }
    if (!gone.isEmpty()) {
      effects.add(new ForgetContents(List.copyOf(gone)));
    }
  }
}
