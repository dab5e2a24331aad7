package org.datanet.node.network;

import java.util.List;
import org.datanet.node.libp2p.kad.KadService;

/** What peer routing has done so far, as the node's metrics name it. */
final class RoutingTotals {

  private RoutingTotals() {}

  static List<Total> of(KadService kad) {
    return List.of(
        new Total(
            "kad.lookups.ended",
            "lookups of peer routing that are over",
            () -> kad.status().lookupsEnded()),
        new Total(
            "kad.requests.sent",
            "requests of lookups to other peers",
            () -> kad.status().requestsSent()),
        new Total(
            "kad.requests.failed",
            "requests of lookups without a connection or an answer",
            () -> kad.status().requestsFailed()),
        new Total(
            "kad.served", "requests of other peers' lookups answered", () -> kad.status().served()),
        new Total(
            "kad.refused",
            "requests of other peers that broke the protocol or came too fast",
            () -> kad.status().refused()),
        new Total(
            "kad.crowded.out",
            "peers kept out of the routing table for the neighbours of their address",
            () -> kad.status().crowdedOut()));
  }
}
