package org.datanet.node.libp2p.gossipsub;

import java.util.TreeSet;

/** What the router knows of a peer while it is connected. */
final class PeerState {

  final boolean outbound;
  final TreeSet<String> topics = new TreeSet<>();
  int ihavesHeard;
  int idsAsked;
  int idsServed;
  int pending;

  PeerState(boolean outbound) {
    this.outbound = outbound;
  }

  void onHeartbeat() {
    ihavesHeard = 0;
    idsAsked = 0;
    idsServed = 0;
  }
}
