package org.datanet.node.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.node.api.model.RecordDetail;
import org.datanet.node.api.model.RecordInfo;
import org.datanet.node.storage.HistoryIndex.RecordQuery;
import org.datanet.node.storage.HistoryIndex.RecordRef;
import org.datanet.node.storage.Page;
import org.datanet.node.storage.StoreView;
import org.datanet.protocol.admission.PanelWindows;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;
import org.datanet.protocol.wire.Seat;
import org.datanet.protocol.wire.Vote;

/** Records of datanets, and the seats of those who judge them. */
final class RecordAnswers {

  /** Records and datanets looked at for one answer about seats: a few point reads each. */
  private static final int SCANNED_MAX = 20_000;

  private final DatanetAnswers datanets;

  RecordAnswers(DatanetAnswers datanets) {
    this.datanets = datanets;
  }

  Paged<RecordInfo> list(Call call, StoreView view) throws IOException, RefusedException {
    Bytes32 datanet = datanets.resolve(call.segment("datanet"), view);
    Optional<RecordState> state = state(call);
    Optional<AccountId> owner = call.accountOf("owner");
    Page<RecordRef> page = view.history().records(query(datanet, state, owner), call.page());
    List<RecordInfo> items = new ArrayList<>();
    for (RecordRef ref : page.items()) {
      // An owner's list spans datanets and states: what the index does not select is left out here.
      if (ref.datanet().equals(datanet)) {
        RecordEntry entry = entry(view.ledger(), ref);
        if (state.isEmpty() || entry.getState() == state.get()) {
          items.add(Render.record(datanet, ref.record(), entry));
        }
      }
    }
    return new Paged<>(items, Call.next(page));
  }

  private static RecordQuery query(
      Bytes32 datanet, Optional<RecordState> state, Optional<AccountId> owner) {
    if (owner.isPresent()) {
      return new RecordQuery.OfOwner(owner.get());
    }
    return state.isPresent()
        ? new RecordQuery.InState(datanet, state.get())
        : new RecordQuery.OfDatanet(datanet);
  }

  private static Optional<RecordState> state(Call call) throws RefusedException {
    Optional<String> text = call.text("state");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    for (RecordState state : RecordState.values()) {
      if (state.name().equals(text.get())
          && state != RecordState.UNRECOGNIZED
          && state != RecordState.RECORD_STATE_UNSPECIFIED) {
        return Optional.of(state);
      }
    }
    throw RefusedException.badRequest("there is no record state of that name");
  }

  private static RecordEntry entry(Ledger ledger, RecordRef ref) {
    return ledger
        .get(Keys.record(ref.datanet(), ref.record()))
        .orElseThrow(() -> new IllegalStateException("the index lists no record " + ref));
  }

  RecordDetail one(Call call, StoreView view) throws IOException, RefusedException {
    Bytes32 datanet = datanets.resolve(call.segment("datanet"), view);
    return detail(view.ledger(), datanet, call.record()).orElseThrow(RecordAnswers::unknown);
  }

  /** A record of whichever datanet has it; ids of records do not meet across datanets. */
  RecordDetail anywhere(Call call, StoreView view) throws IOException, RefusedException {
    Bytes32 record = call.record();
    for (Bytes32 datanet : DatanetAnswers.all(view)) {
      Optional<RecordDetail> detail = detail(view.ledger(), datanet, record);
      if (detail.isPresent()) {
        return detail.get();
      }
    }
    throw unknown();
  }

  private static RefusedException unknown() {
    return RefusedException.unknown(Reason.UNKNOWN_RECORD, "there is no such record");
  }

  private static Optional<RecordDetail> detail(Ledger ledger, Bytes32 datanet, Bytes32 record) {
    return ledger
        .get(Keys.record(datanet, record))
        .map(
            entry ->
                new RecordDetail(
                    Render.record(datanet, record, entry),
                    ledger.get(Keys.panel(datanet, record)).map(Render::panel),
                    ledger
                        .get(Keys.vesting(datanet, record))
                        .map(Render::vesting)
                        .orElseGet(List::of)));
  }

  /**
   * A curator's seats. A page is a page of records in curation, of which only those with a seat of
   * the curator are told; over all datanets the cursor starts with the datanet's place.
   */
  Paged<PanelSeat> seats(Call call, StoreView view) throws IOException, RefusedException {
    AccountId curator = call.account();
    Optional<String> named = call.text("datanet");
    List<Bytes32> places =
        named.isPresent() ? List.of(datanets.resolve(named.get(), view)) : DatanetAnswers.all(view);
    SeatCursor cursor = SeatCursor.of(call);
    int limit = call.limit();
    List<PanelSeat> seats = new ArrayList<>();
    int scanned = 0;
    while (cursor.place() < places.size()) {
      if (seats.size() >= limit || scanned >= SCANNED_MAX) {
        return new Paged<>(seats, Optional.of(cursor.text()));
      }
      Bytes32 datanet = places.get(cursor.place());
      Page.Request request =
          new Page.Request(Math.min(Page.ITEMS_MAX, limit - seats.size()), cursor.inPlace());
      Page<RecordRef> page =
          view.history().records(new RecordQuery.InState(datanet, RecordState.CURATING), request);
      for (RecordRef ref : page.items()) {
        seat(view.ledger(), ref, curator).ifPresent(seats::add);
      }
      scanned += 1 + page.items().size();
      cursor = cursor.after(page.next());
    }
    return new Paged<>(seats, Optional.empty());
  }

  private static Optional<PanelSeat> seat(Ledger ledger, RecordRef ref, AccountId curator) {
    Optional<PanelEntry> panel = ledger.get(Keys.panel(ref.datanet(), ref.record()));
    if (panel.isEmpty()) {
      return Optional.empty();
    }
    long nextEpoch = ledger.get(Keys.network()).map(n -> n.getEpoch() + 1).orElse(1L);
    PanelWindows windows =
        PanelWindows.of(
            panel.get().getSeedEpoch(),
            DatanetAnswers.entry(ledger, ref.datanet()).getManifest().getParameters());
    return panel.get().getSeatsList().stream()
        .filter(seat -> WireBytes.account(seat.getCurator()).equals(curator))
        .filter(seat -> !seat.getBallot().isEmpty() || windows.takesBallots(nextEpoch))
        .findFirst()
        .map(seat -> seatInfo(ref, entry(ledger, ref), windows, seat));
  }

  private static PanelSeat seatInfo(
      RecordRef ref, RecordEntry entry, PanelWindows windows, Seat seat) {
    return new PanelSeat(
        Render.hex(ref.datanet()),
        Render.hex(ref.record()),
        Render.cid(entry.getCid()),
        entry.getCategory(),
        entry.getLabelsList(),
        windows.seedEpoch(),
        windows.seedEpoch() + 1,
        windows.lastBallotEpoch(),
        windows.settlementEpoch(),
        stateOf(seat),
        seat.getBallot().isEmpty() ? Optional.empty() : Optional.of(Render.hex(seat.getBallot())));
  }

  private static PanelSeat.State stateOf(Seat seat) {
    if (seat.getBallot().isEmpty()) {
      return PanelSeat.State.OPEN;
    }
    return seat.getVote() == Vote.VOTE_UNSPECIFIED
        ? PanelSeat.State.COMMITTED
        : PanelSeat.State.REVEALED;
  }
}
