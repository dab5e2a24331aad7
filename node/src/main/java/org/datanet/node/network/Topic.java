package org.datanet.node.network;

/** A gossip topic by its name on the wire. */
public record Topic(String name) {}
