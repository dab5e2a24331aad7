package org.datanet.node.libp2p.kad;

/** Bounds of what a peer can make this package hold or do. */
public final class KadLimits {

  /** {@code k}: peers in a bucket, in an answer and at the end of a lookup (kad-dht). */
  public static final int K = 20;

  /** {@code α}: requests of one lookup that are open at once, as kad-dht recommends. */
  public static final int ALPHA = 10;

  /**
   * A frame. Twenty peers of a handful of addresses take 6 KiB; js-libp2p hosts with twenty
   * addresses of over a hundred bytes come to 50 KiB.
   */
  public static final int MESSAGE_BYTES_MAX = 64 << 10;

  /** Fields of a message: forty peers with forty addresses each. */
  static final int MESSAGE_PARTS_MAX = 2_048;

  /** A key: a peer id has 38 bytes, a CID some 40, an IPNS name 46. */
  static final int KEY_BYTES_MAX = 1 << 10;

  /** Peers looked at in one answer; others send {@code k}, and the one that was asked for. */
  static final int ANSWER_PEERS_MAX = 2 * K;

  /** Addresses of one peer that are looked at; most are of kinds that we do not speak. */
  static final int CLAIMED_ADDRESSES_MAX = 32;

  /** Addresses of one peer that are kept and told: two transports, two families, two networks. */
  static final int ADDRESSES_MAX = 8;

  /** Peers of one {@link IpGroup.Width#NARROW} group that one answer can bring into a lookup. */
  static final int ANSWER_GROUP_MAX = 4;

  /** Peers that a lookup remembers, besides those that failed it. */
  static final int CANDIDATES_MAX = 8 * K;

  /** Requests of one lookup. One among a thousand peers takes some thirty. */
  static final int QUERIES_MAX = 8 * K;

  /** Requests that are made on a peer's word before any of the peers that it named answers. */
  static final int TRUST_FIRST = 4;

  /** Requests more for each that answers: it may be wrong of two in three, as after an outage. */
  static final int TRUST_GAIN = 3;

  /** Peers that are remembered to have named another; the first of them are as good as any. */
  static final int TELLERS_MAX = 8;

  /** Addresses of one peer that a lookup remembers: those of eight who claim different ones. */
  static final int LOOKUP_ADDRESSES_MAX = 64;

  /** Requests of one lookup to one peer, each to addresses that were not tried before. */
  static final int ATTEMPTS_MAX = 3;

  /** Lookups under way. */
  static final int LOOKUPS_MAX = 4;

  /** Lookups that wait for their turn; more are refused. */
  static final int LOOKUPS_WAITING_MAX = 64;

  /** Buckets whose oldest peer is being checked; each holds one request. */
  static final int CHECKS_MAX = 8;

  /** Requests that are open, each of which may have to dial first. */
  static final int REQUESTS_MAX = LOOKUPS_MAX * ALPHA + CHECKS_MAX;

  /**
   * Buckets that random walks fill, those of the farthest peers; deeper ones are of use among 2²⁰.
   */
  static final int WALKS_MAX = 16;

  /**
   * Diversity: peers of one /24 (IPv6: /48) in a bucket and in the table, and of one /16 (IPv6:
   * /32). To have a bucket to itself an attacker needs four /16 and ten /24. It counts the address
   * that a peer is connected from, and of these only public ones: a network on loopback or behind
   * one router has a single prefix.
   */
  static final int BUCKET_NARROW_MAX = 2;

  static final int TABLE_NARROW_MAX = 6;
  static final int BUCKET_WIDE_MAX = 6;
  static final int TABLE_WIDE_MAX = 32;

  /** Streams that one peer may have open to us; go-libp2p and js-libp2p open one a request. */
  static final int STREAMS_PER_PEER_MAX = 16;

  /** Messages of one stream that wait for their turn; over it the stream is not read. */
  static final int STREAM_INTAKE_BYTES_MAX = 64 << 10;

  /** Requests that a peer may make at once; a lookup asks each peer once. */
  static final int REQUESTS_BURST_MAX = 64;

  /** Requests a second that a peer may go on making; over it its streams are reset. */
  static final int REQUESTS_PER_SECOND_MAX = 16;

  private KadLimits() {}
}
