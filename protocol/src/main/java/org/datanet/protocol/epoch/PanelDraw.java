package org.datanet.protocol.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Electorate;
import org.datanet.protocol.curation.PanelRules;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.CuratorEntry;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;
import org.datanet.protocol.wire.Seat;
import org.datanet.protocol.wire.StakeChange;

/**
 * Panels drawn from B_e. Every draw of epoch e looks at the stakes of e − 2, which were fixed
 * before anybody could know B_e; for a record's first draw that is its sealing epoch.
 * docs/protocol.md §5.4.4.
 */
final class PanelDraw {

  /** A draw asks for stakes held through {@code [e − 4, e − 2]}. */
  static final long HISTORY_DEPTH_EPOCHS = 4;

  private static final long SNAPSHOT_AGE_EPOCHS = 2;

  /** Waiting longer locks a bond without hope: a community that lost its curators stays small. */
  private static final int RETRIES_MAX = 8;

  private final EpochContext context;

  /** One electorate a datanet, whatever the number of its records. */
  private final TreeMap<Bytes32, Electorate> electorates = new TreeMap<>();

  PanelDraw(EpochContext context) {
    this.context = context;
  }

  /** Draws the panels that fall due. */
  void run() {
    for (Bytes subject : context.takeDue(Keys.Due.PANEL_DRAW)) {
      RecordRef ref = RecordRef.ofSubject(subject);
      RecordEntry entry = context.require(ref.key());
      if (entry.getState() == RecordState.SEALED) {
        draw(ref, entry);
      }
    }
  }

  /**
   * Gives the record a panel with seed epoch e, or tries again, or gives it up. An epoch whose
   * beacon could be foreseen is no try: commitments could be made to suit it.
   */
  void draw(RecordRef ref, RecordEntry entry) {
    if (context.isBeaconForeseen()) {
      again(ref, entry);
      return;
    }
    ParameterSet rules = context.parameters(ref.datanet());
    Electorate electorate = electorates.computeIfAbsent(ref.datanet(), this::electorate);
    AccountId owner = WireBytes.account(entry.getOwner());
    int eligible = electorate.sizeWithout(owner);
    int size = PanelRules.panelSize(eligible, rules.panelSize()).orElse(0);
    RecordEntry tried = entry.toBuilder().setDraws(entry.getDraws() + 1).build();
    if (size == 0 || eligible < rules.minCurators()) {
      retry(ref, tried);
      return;
    }
    PanelEntry.Builder panel =
        PanelEntry.newBuilder()
            .setSeedEpoch(context.epoch())
            .setAcceptQuorum(PanelRules.acceptQuorum(size));
    for (AccountId curator : electorate.draw(context.beacon(), ref.record(), owner, size)) {
      panel.addSeats(Seat.newBuilder().setCurator(WireBytes.toWire(curator)));
    }
    context.changes().put(ref.panelKey(), panel.build());
    context
        .changes()
        .put(
            ref.key(),
            tried.toBuilder()
                .setState(RecordState.CURATING)
                .setPanels(entry.getPanels() + 1)
                .build());
    context.schedule(
        context.windows(ref.datanet(), context.epoch()).settlementEpoch(),
        Keys.Due.SETTLEMENT,
        ref.subject());
  }

  private void retry(RecordRef ref, RecordEntry tried) {
    if (tried.getDraws() - tried.getPanels() > RETRIES_MAX) {
      Settlement.giveBack(context, ref, tried);
      return;
    }
    again(ref, tried);
  }

  private void again(RecordRef ref, RecordEntry entry) {
    context.changes().put(ref.key(), entry.toBuilder().setState(RecordState.SEALED).build());
    context.schedule(context.epoch() + 1, Keys.Due.PANEL_DRAW, ref.subject());
  }

  private Electorate electorate(Bytes32 datanet) {
    long minimumMicros =
        Math.max(1, context.parameters(datanet).minCuratorStakeMicros()); // a draw needs stake
    long to = context.epoch() - SNAPSHOT_AGE_EPOCHS;
    long from = context.epoch() - HISTORY_DEPTH_EPOCHS;
    List<Electorate.Member> members = new ArrayList<>();
    context
        .changes()
        .scan(
            Keys.curators(datanet),
            (key, curator) -> {
              if (heldThroughout(curator, from, to, minimumMicros)) {
                members.add(new Electorate.Member(accountOf(key), stakeAt(curator, to)));
              }
            });
    return Electorate.of(members);
  }

  private static AccountId accountOf(LedgerKey<CuratorEntry> key) {
    return AccountId.of(key.part(Bytes32.SIZE, Bytes32.SIZE));
  }

  private static boolean heldThroughout(
      CuratorEntry curator, long from, long to, long minimumMicros) {
    for (long epoch = from; epoch <= to; epoch++) {
      if (stakeAt(curator, epoch) < minimumMicros) {
        return false;
      }
    }
    return true;
  }

  /** Stake in µ at the close of an epoch. Stakes of genesis count as held since ever. */
  private static long stakeAt(CuratorEntry curator, long epoch) {
    long stakeMicros = 0;
    for (StakeChange change : curator.getHistoryList()) {
      if (change.getEpoch() <= Math.max(0, epoch)) {
        stakeMicros = change.getStakeMicros();
      }
    }
    return stakeMicros;
  }
}
