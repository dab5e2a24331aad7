package org.datanet.node.libp2p.gossipsub;

/** What the application says of a message before the router forwards it. */
public enum Verdict {
  /** Valid and wanted: forward it. */
  ACCEPT,
  /** Stale, a duplicate, or no room: do not forward, blame nobody. */
  IGNORE,
  /** Provably wrong: do not forward, count it against every peer that sent it. */
  REJECT
}
