package org.datanet.node.libp2p.gossipsub;

import java.util.TreeSet;

/** What the router knows of a peer while it is connected. */
final class PeerState {

  final boolean outbound;
  final TreeSet<String> topics = new TreeSet<>();
  final Unwanted unwanted = new Unwanted();
  Protocol protocol = Protocol.V1_0;

  /** Messages of this peer that are in validation. */
  int pending;

  /** Come since the last heartbeat, heard or not. */
  int ihavesCame;

  int idsWantedCame;

  /** Heard and done since the last heartbeat. */
  int changesHeard;

  int ihavesHeard;
  int idsHeard;
  int idsAsked;
  int idsServed;
  int dontWantsHeard;
  int dontWantIdsHeard;

  PeerState(boolean outbound) {
    this.outbound = outbound;
  }

  void onHeartbeat() {
    ihavesCame = 0;
    idsWantedCame = 0;
    changesHeard = 0;
    ihavesHeard = 0;
    idsHeard = 0;
    idsAsked = 0;
    idsServed = 0;
    dontWantsHeard = 0;
    dontWantIdsHeard = 0;
    unwanted.onHeartbeat();
  }
}
