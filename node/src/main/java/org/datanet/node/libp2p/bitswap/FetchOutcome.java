package org.datanet.node.libp2p.bitswap;

import java.util.List;

/**
 * What came of a fetch when it ended.
 *
 * @param received blocks handed to the sink
 * @param missing CIDs of blocks that nobody had served at the deadline
 */
public record FetchOutcome(int received, List<byte[]> missing) {}
