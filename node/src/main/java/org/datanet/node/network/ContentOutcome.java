package org.datanet.node.network;

import java.util.List;

/**
 * What came of a fetch when it ended.
 *
 * @param received contents handed to the sink
 * @param missing CIDs of what nobody had served when the time was up
 */
public record ContentOutcome(int received, List<byte[]> missing) {}
