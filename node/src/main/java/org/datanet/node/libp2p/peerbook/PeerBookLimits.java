package org.datanet.node.libp2p.peerbook;

/** Bounds of a peer book, with the reason beside each. */
public final class PeerBookLimits {

  /** More than a node ever connects to; beyond it one that was never reached is forgotten first. */
  public static final int PEERS_MAX = 1_000;

  /** A host has a few interfaces, each with TCP and QUIC. */
  public static final int ADDRESSES_MAX = 16;

  /** Beyond it the ban that ends first is lifted. */
  public static final int BANS_MAX = 1_000;

  /** Of a ban's reason: it ends up in logs and on screens. */
  public static final int REASON_LENGTH_MAX = 200;

  /** After the first failed dial, ms; doubled by each further one. */
  static final long BACKOFF_FIRST_MS = 2_000;

  /** A peer that comes back after days is found within this time, ms. */
  static final long BACKOFF_MAX_MS = 600_000;

  /** A peer that nobody reached for so long, ms, and so many times, is forgotten. */
  static final long FORGET_AFTER_MS = 7L * 24 * 3_600_000;

  static final int FORGET_AFTER_FAILURES = 10;

  private PeerBookLimits() {}
}
