package org.datanet.node.network;

/** What the node says of a message that a peer gossiped. */
public enum Verdict {
  /** Valid and new: pass it on. */
  ACCEPT,
  /** Stale, a duplicate, or no room for it: do not pass it on, blame nobody. */
  IGNORE,
  /** Provably wrong: costs its senders their standing. */
  REJECT
}
