package org.datanet.node.libp2p.reqresp;

/**
 * @param requestBytesMax a request's body; it names what is asked, so it is short
 * @param replyBytesMax a reply's body; larger answers are asked for in parts
 * @param inboundPerPeerMax requests of one peer in work at once; more are refused as busy
 * @param outboundPerPeerMax our own requests open to one peer; more fail at once
 * @param waitingPerPeerBytesMax replies that one peer has not taken yet; more requests find us busy
 * @param waitingBytesMax the same for all peers together, which a node's memory must hold
 * @param readTimeoutMs in which a peer must have sent its request whole
 * @param serveTimeoutMs in which a stream must be answered and its reply taken
 */
public record ReqRespLimits(
    int requestBytesMax,
    int replyBytesMax,
    int inboundPerPeerMax,
    int outboundPerPeerMax,
    long waitingPerPeerBytesMax,
    long waitingBytesMax,
    long readTimeoutMs,
    long serveTimeoutMs) {

  public static final ReqRespLimits DEFAULT =
      new ReqRespLimits(64 << 10, 4 << 20, 16, 64, 8 << 20, 64 << 20, 10_000, 60_000);
}
