package org.datanet.testnet.gossipbench;

/**
 * What came of it, at the subscriber that fared worst in each respect.
 *
 * @param perSecond messages that each subscriber got in a second, published freely
 * @param lost messages that some subscriber did not get, over all subscribers and both measurements
 * @param doubled messages that the application got twice
 * @param p50Ms from the publication to the application, at the plan's pace
 */
public record GossipReport(
    double perSecond, long lost, long doubled, double p50Ms, double p99Ms, double maxMs) {}
