package org.datanet.node.network;

import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.gossipsub.PeerStanding;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.reqresp.Reply;

/** What the stack says, in the words of the port, and the other way round. */
final class PortTypes {

  private PortTypes() {}

  static PeerInfo toInfo(Host.PeerConnection connection, PeerStanding standing) {
    long sinceMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - connection.connectedAtNanos());
    return new PeerInfo(
        connection.remotePeer().toString(),
        connection.remoteAddress().withoutPeerId().toString(),
        connection.transport(),
        connection.isOutbound() ? PeerInfo.Direction.OUTBOUND : PeerInfo.Direction.INBOUND,
        connection.latencyMicros(),
        connection.remoteAgent(),
        System.currentTimeMillis() - sinceMs,
        standing.verdicts().accepted(),
        standing.verdicts().rejected(),
        standing.score().score());
  }

  static org.datanet.node.libp2p.gossipsub.Verdict toGossip(Verdict verdict) {
    return switch (verdict) {
      case ACCEPT -> org.datanet.node.libp2p.gossipsub.Verdict.ACCEPT;
      case IGNORE -> org.datanet.node.libp2p.gossipsub.Verdict.IGNORE;
      case REJECT -> org.datanet.node.libp2p.gossipsub.Verdict.REJECT;
    };
  }

  static Reply toReply(Response response) {
    return switch (response) {
      case Response.Ok ok -> new Reply.Ok(ok.body());
      case Response.Refused refused -> new Reply.Refused(refused.code(), refused.message());
    };
  }

  static Response toResponse(Reply reply) {
    return switch (reply) {
      case Reply.Ok ok -> new Response.Ok(ok.body());
      case Reply.Refused refused -> new Response.Refused(refused.code(), refused.message());
    };
  }
}
