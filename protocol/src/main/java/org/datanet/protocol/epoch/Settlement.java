package org.datanet.protocol.epoch;

import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;
import org.datanet.protocol.wire.Seat;
import org.datanet.protocol.wire.Vote;

/**
 * Panels whose reveal window ends: the verdict on a record and its bond. docs/protocol.md §5.4.2.
 */
final class Settlement {

  /** Age at which the bond looks at what a record earned. ECONOMICS §2, recordBond. */
  static final long PAYOUT_AGE_EPOCHS = 24;

  private static final int PANELS_MAX = 2;

  /**
   * A panel that was settled.
   *
   * @param decided there was a verdict, so that its votes are tallied and scored; otherwise only
   *     the seats that did not reveal are
   */
  record Settled(RecordRef ref, String category, List<Seat> seats, boolean decided) {}

  private final EpochContext context;
  private final PanelDraw panels;

  Settlement(EpochContext context, PanelDraw panels) {
    this.context = context;
    this.panels = panels;
  }

  /** Settles what falls due, in (datanet, record) order. */
  List<Settled> run() {
    List<Settled> settled = new ArrayList<>();
    for (Bytes subject : context.takeDue(Keys.Due.SETTLEMENT)) {
      RecordRef ref = RecordRef.ofSubject(subject);
      RecordEntry entry = context.require(ref.key());
      if (entry.getState() == RecordState.CURATING) {
        settled.add(settle(ref, entry));
      }
    }
    return settled;
  }

  private Settled settle(RecordRef ref, RecordEntry entry) {
    PanelEntry panel = context.require(ref.panelKey());
    context.changes().delete(ref.panelKey());
    int approvals = 0;
    int revealed = 0;
    for (Seat seat : panel.getSeatsList()) {
      if (seat.getVote() == Vote.VOTE_UNSPECIFIED) {
        Ballots.forfeit(context, ref.datanet(), seat);
      } else {
        revealed++;
        approvals += seat.getVote() == Vote.APPROVE ? 1 : 0;
      }
    }
    // The quorum of reveals equals that of approvals. ECONOMICS §2.
    boolean decided = revealed >= panel.getAcceptQuorum();
    if (decided) {
      RecordEntry counted =
          entry.toBuilder()
              .setApprovals(approvals)
              .setRefusals(revealed - approvals)
              .setSettledEpoch(context.epoch())
              .build();
      decide(ref, counted, approvals >= panel.getAcceptQuorum());
    } else if (entry.getPanels() < PANELS_MAX) {
      panels.draw(ref, entry);
    } else {
      giveBack(context, ref, entry);
    }
    return new Settled(ref, entry.getCategory(), panel.getSeatsList(), decided);
  }

  private void decide(RecordRef ref, RecordEntry counted, boolean accepted) {
    if (accepted) {
      context.changes().put(ref.key(), counted.toBuilder().setState(RecordState.ACCEPTED).build());
      context.schedule(context.epoch() + PAYOUT_AGE_EPOCHS, Keys.Due.PAYOUT_AGE, ref.subject());
      context.updateDatanet(
          ref.datanet(), d -> d.toBuilder().setRecordsAccepted(d.getRecordsAccepted() + 1).build());
      return;
    }
    long bondMicros = counted.getBondMicros();
    long forfeitMicros = bondMicros / 4;
    long burnedMicros = Math.ceilDiv(forfeitMicros, 2L);
    context.burn(burnedMicros);
    context.toReserve(ref.datanet(), forfeitMicros - burnedMicros);
    returnBond(context, counted, bondMicros - forfeitMicros);
    context
        .changes()
        .put(
            ref.key(), counted.toBuilder().setState(RecordState.REJECTED).setBondMicros(0).build());
    context.updateDatanet(
        ref.datanet(), d -> d.toBuilder().setRecordsRejected(d.getRecordsRejected() + 1).build());
  }

  /** Nobody could judge the record: the whole bond returns and the content is free again. */
  static void giveBack(EpochContext context, RecordRef ref, RecordEntry entry) {
    returnBond(context, entry, entry.getBondMicros());
    context
        .changes()
        .put(
            ref.key(),
            entry.toBuilder()
                .setState(RecordState.RETURNED)
                .setBondMicros(0)
                .setSettledEpoch(context.epoch())
                .build());
    Contributions.releaseClaim(context, ref, entry);
  }

  private static void returnBond(EpochContext context, RecordEntry entry, long amountMicros) {
    context.creditAtClose(WireBytes.account(entry.getOwner()), amountMicros);
  }
}
