package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.node.client.PageQuery;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.operation.OperationLimits;

/**
 * A curator: puts all seats of a seed epoch on one ballot, commits it, and reveals it in its
 * window. A seat that was put on a ballot is never put on another one.
 */
final class CuratorAgent implements Agent {

  private final Member member;
  private final Bytes32 datanet;
  private final Bytes32 secret;
  private final Judge judge;
  private final Set<Seat> voted = new HashSet<>();
  private final Map<Bytes32, Ballot> ballots = new HashMap<>();
  private final Set<Bytes32> revealing = new HashSet<>();

  /** A record may be judged by a second panel, of another seed epoch. */
  private record Seat(long seedEpoch, Bytes32 record) {}

  /** {@code secret} is known to this curator alone, and the same after a restart. */
  CuratorAgent(Member member, Bytes32 datanet, Bytes32 secret, Judge judge) {
    this.member = member;
    this.datanet = datanet;
    this.secret = secret;
    this.judge = judge;
  }

  @Override
  public void onEpoch(EpochView view) throws IOException {
    member.learn(view);
    List<PanelSeat> seats = seats();
    commitOpen(seats, view.nextEpoch());
    revealCommitted(seats, view.nextEpoch());
    member.flush();
  }

  private List<PanelSeat> seats() throws IOException {
    List<PanelSeat> seats = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      PageQuery page =
          after
              .map(next -> PageQuery.after(ApiLimits.PAGE_ITEMS_MAX, next))
              .orElseGet(() -> PageQuery.first(ApiLimits.PAGE_ITEMS_MAX));
      Paged<PanelSeat> part =
          member.ask(
              node ->
                  node.panels(
                      member.account(), Optional.of(datanet.toUnprefixedHexString()), page));
      seats.addAll(part.items());
      after = part.next();
    } while (after.isPresent());
    return seats;
  }

  private void commitOpen(List<PanelSeat> seats, long nextEpoch) throws IOException {
    Map<Long, TreeMap<Bytes32, PanelSeat>> open = new TreeMap<>();
    for (PanelSeat seat : seats) {
      Bytes32 record = Bytes32.fromHexString(seat.record());
      boolean mayCommit =
          seat.state() == PanelSeat.State.OPEN
              && nextEpoch >= seat.commitFromEpoch()
              && nextEpoch <= seat.commitUntilEpoch();
      if (mayCommit && !voted.contains(new Seat(seat.seedEpoch(), record))) {
        open.computeIfAbsent(seat.seedEpoch(), epoch -> new TreeMap<>()).put(record, seat);
      }
    }
    for (Map.Entry<Long, TreeMap<Bytes32, PanelSeat>> drawn : open.entrySet()) {
      while (drawn.getValue().size() > OperationLimits.BALLOT_RECORDS_MAX) {
        drawn.getValue().pollLastEntry(); // the next epoch's ballot takes them
      }
      commit(ballot(drawn.getKey(), drawn.getValue()));
    }
  }

  private Ballot ballot(long seedEpoch, TreeMap<Bytes32, PanelSeat> seats) throws IOException {
    List<Vote> votes = new ArrayList<>();
    for (PanelSeat seat : seats.values()) {
      votes.add(judge.vote(seat));
    }
    return Ballot.of(secret, datanet, seedEpoch, List.copyOf(seats.keySet()), votes);
  }

  private void commit(Ballot ballot) throws IOException {
    member.enqueue(ballot.commit(member.networkId(), member.account()));
    ballots.put(ballot.commitment(member.networkId(), member.account()), ballot);
    ballot.records().forEach(record -> voted.add(new Seat(ballot.seedEpoch(), record)));
  }

  private void revealCommitted(List<PanelSeat> seats, long nextEpoch) throws IOException {
    Map<Bytes32, TreeMap<Bytes32, PanelSeat>> committed = new TreeMap<>();
    for (PanelSeat seat : seats) {
      boolean mayReveal =
          seat.state() == PanelSeat.State.COMMITTED
              && nextEpoch > seat.commitUntilEpoch()
              && nextEpoch <= seat.revealUntilEpoch();
      if (mayReveal) {
        committed
            .computeIfAbsent(
                Bytes32.fromHexString(seat.ballot().orElseThrow()), ballot -> new TreeMap<>())
            .put(Bytes32.fromHexString(seat.record()), seat);
      }
    }
    for (Map.Entry<Bytes32, TreeMap<Bytes32, PanelSeat>> entry : committed.entrySet()) {
      Bytes32 commitment = entry.getKey();
      if (revealing.add(commitment)) {
        Ballot ballot = ballots.remove(commitment);
        if (ballot == null) {
          ballot = ballot(entry.getValue().firstEntry().getValue().seedEpoch(), entry.getValue());
        }
        // Made before a restart, and of seats that are not all there any more: it cannot be known.
        if (ballot.commitment(member.networkId(), member.account()).equals(commitment)) {
          member.enqueue(ballot.reveal(commitment));
        }
      }
    }
  }
}
