package org.datanet.node.network;

import java.util.regex.Pattern;

/** Names on the wire of what one network's nodes say to each other. */
public final class Topics {

  private static final Pattern NETWORK = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  private final String prefix;

  /**
   * @param network its id: 1 to 32 of a–z, 0–9 and inner hyphens
   */
  public Topics(String network) {
    if (!NETWORK.matcher(network).matches()) {
      throw new IllegalArgumentException("not a network id: " + network);
    }
    this.prefix = "/datanet/" + network + "/";
  }

  public Topic operations() {
    return new Topic(prefix + "operations/1");
  }

  public Topic consensus() {
    return new Topic(prefix + "consensus/1");
  }

  /** Protocol of peer routing: Kademlia. */
  public String peerRouting() {
    return prefix + "kad/1.0.0";
  }

  /** Protocol of requests for decided epochs. */
  public String epochs() {
    return prefix + "epochs/1";
  }

  /** Protocol of requests for attribution and reward tables. */
  public String tables() {
    return prefix + "tables/1";
  }
}
