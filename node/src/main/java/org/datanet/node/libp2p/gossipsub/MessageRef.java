package org.datanet.node.libp2p.gossipsub;

import java.util.Comparator;

/**
 * A message in a topic. The topic is part of what was seen: data sent into the wrong topic, and
 * refused there, must not keep the same data out of the right one.
 */
public record MessageRef(String topic, MessageId id) implements Comparable<MessageRef> {

  private static final Comparator<MessageRef> ORDER =
      Comparator.comparing(MessageRef::topic).thenComparing(MessageRef::id);

  @Override
  public int compareTo(MessageRef other) {
    return ORDER.compare(this, other);
  }
}
