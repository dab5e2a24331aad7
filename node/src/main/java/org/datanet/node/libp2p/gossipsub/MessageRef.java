package org.datanet.node.libp2p.gossipsub;

/**
 * A message in a topic. The topic is part of what was seen: data sent into the wrong topic, and
 * refused there, must not keep the same data out of the right one.
 */
public record MessageRef(String topic, MessageId id) {}
