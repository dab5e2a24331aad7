package org.datanet.node.libp2p.gossipsub;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of gossip that a peer may speak, the latest first. */
public enum Protocol {
  /** With IDONTWANT. */
  V1_2("/meshsub/1.2.0"),
  /** With backoffs and peers in PRUNE. */
  V1_1("/meshsub/1.1.0"),
  V1_0("/meshsub/1.0.0"),
  /** No control messages at all: it gets every message of its topics. */
  FLOODSUB("/floodsub/1.0.0");

  private final String id;

  Protocol(String id) {
    this.id = id;
  }

  /** The name in multistream-select. */
  public String id() {
    return id;
  }

  /** All names, in order of preference. */
  public static List<String> ids() {
    return Stream.of(values()).map(Protocol::id).toList();
  }

  /** The best of what a peer speaks. */
  public static Optional<Protocol> best(Collection<String> spoken) {
    return Stream.of(values()).filter(protocol -> spoken.contains(protocol.id)).findFirst();
  }

  boolean hasMesh() {
    return this != FLOODSUB;
  }

  boolean hasBackoff() {
    return this == V1_1 || this == V1_2;
  }

  boolean hasDontWant() {
    return this == V1_2;
  }
}
