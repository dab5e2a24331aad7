package org.datanet.node.libp2p.kad;

/**
 * What there is and what has been, as of half a second ago.
 *
 * @param serving true where others may ask us
 * @param tablePeers peers in the table
 * @param tableBuckets buckets that hold any
 * @param crowdedOut peers kept out of it for the neighbours of their address, ever
 * @param lookups under way
 * @param lookupsWaiting for their turn
 * @param lookupsEnded ever
 * @param requestsOpen to other peers
 * @param requestsSent ever
 * @param requestsFailed of those, ever: without a connection or an answer
 * @param streamsOfOnePeer open to us, of the peer that has most
 * @param served requests answered, ever
 * @param refused requests that broke the protocol or came too fast, ever
 */
public record KadStatus(
    boolean serving,
    int tablePeers,
    int tableBuckets,
    long crowdedOut,
    int lookups,
    int lookupsWaiting,
    long lookupsEnded,
    int requestsOpen,
    long requestsSent,
    long requestsFailed,
    int streamsOfOnePeer,
    long served,
    long refused) {

  static final KadStatus NOTHING = new KadStatus(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
