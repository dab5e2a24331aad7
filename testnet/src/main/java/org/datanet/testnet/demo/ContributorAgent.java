package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.operation.Reason;
import org.datanet.testnet.lexicon.SampleRecord;

/** A contributor: commits to its records in the epochs planned, and opens what is committed. */
final class ContributorAgent implements Agent {

  private final Member member;
  private final Bytes32 datanet;
  private final Bytes32 secret;
  private final Catalogue catalogue;
  private final SortedMap<Long, List<SampleRecord>> plan = new TreeMap<>();
  private final List<Open> open = new ArrayList<>();
  private int sealed;
  private int existed;
  private int otherwiseRefused;

  /** A contribution on its way. */
  private static final class Open {
    private final Contribution contribution;
    private final Ticket commitment;
    private Optional<Ticket> opening = Optional.empty();

    Open(Contribution contribution, Ticket commitment) {
      this.contribution = contribution;
      this.commitment = commitment;
    }
  }

  ContributorAgent(Member member, Bytes32 datanet, Bytes32 secret, Catalogue catalogue) {
    this.member = member;
    this.datanet = datanet;
    this.secret = secret;
    this.catalogue = catalogue;
  }

  /** To be committed in {@code epoch} or as soon after it as it can be. */
  void plan(long epoch, SampleRecord record) {
    plan.computeIfAbsent(epoch, e -> new ArrayList<>()).add(record);
  }

  @Override
  public void onEpoch(EpochView view) throws IOException {
    member.learn(view);
    SortedMap<Long, List<SampleRecord>> due = plan.headMap(view.nextEpoch() + 1);
    for (List<SampleRecord> records : due.values()) {
      for (SampleRecord record : records) {
        commit(record);
      }
    }
    due.clear();
    for (Open one : open) {
      if (one.opening.isEmpty() && one.commitment.appliedEpoch().isPresent()) {
        one.opening = Optional.of(openNow(one));
      }
    }
    member.flush();
    open.removeIf(this::isOver);
  }

  private void commit(SampleRecord record) throws IOException {
    Contribution contribution = Contribution.of(secret, datanet, record.entry());
    Ticket ticket =
        member.enqueue(
            contribution.commit(
                member.networkId(), member.account(), catalogue.recordBondMicros()));
    open.add(new Open(contribution, ticket));
  }

  private Ticket openNow(Open open) throws IOException {
    return member.enqueue(open.contribution.opening(), open.contribution.content().toArrayUnsafe());
  }

  private boolean isOver(Open contribution) {
    Ticket last = contribution.opening.orElse(contribution.commitment);
    if (last.refusal().isPresent()) {
      if (last.refusal().get().equals(Reason.RECORD_EXISTS.name())) {
        existed++;
      } else {
        otherwiseRefused++;
      }
      return true;
    }
    if (contribution.opening.isPresent() && last.appliedEpoch().isPresent()) {
      sealed++;
      return true;
    }
    return false;
  }

  /** Whether everything planned is sealed or refused. */
  boolean isDone() {
    return plan.isEmpty() && open.isEmpty();
  }

  int sealed() {
    return sealed;
  }

  /** Refused on the spot, because the datanet holds the same content. */
  int existed() {
    return existed;
  }

  int otherwiseRefused() {
    return otherwiseRefused;
  }
}
