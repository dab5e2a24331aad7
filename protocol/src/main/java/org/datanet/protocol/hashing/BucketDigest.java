package org.datanet.protocol.hashing;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The digest of a map of keys to values: 4,096 buckets by the hash of the key, an {@link LtHash} in
 * each, an RFC 6962 Merkle root over the buckets' hashes. DESIGN §4, "State digest".
 *
 * <p>A change costs one or two keystreams; {@link #root()} rehashes changed buckets and the nodes
 * above them only. {@link #fork()} shares buckets until they change, so trying an epoch costs what
 * the epoch changes. That a removed or replaced value was there is the caller's to know. Mutable,
 * one thread per instance.
 */
public final class BucketDigest {

  /** The first 12 bits of the key's hash; a snapshot's chunk is one bucket. */
  public static final int BUCKETS = 4096;

  private static final Domain KEY = Domain.of("state-key");
  private static final Domain ENTRY = Domain.of("state-entry");
  private static final Domain BUCKET = Domain.of("state-bucket");
  private static final int BYTES = Sha256.DIGEST_BYTES;
  private static final byte[] EMPTY_LANES = new byte[LtHash.STATE_BYTES];

  private final LaneStream stream = new LaneStream();
  private final MerkleHash merkle = new MerkleHash();
  private final MessageDigest sha256 = Sha256.create();
  private final byte[] scratch = new byte[BYTES];

  private final byte[][] lanes;

  /** A heap: the root at 1, the children of n at 2n and 2n + 1, bucket b's leaf at 4,096 + b. */
  private final byte[] nodes;

  /**
   * Buckets whose lanes this instance may write; the others are shared with a fork or all empty.
   */
  private final BitSet owned = new BitSet(BUCKETS);

  /** Buckets whose leaf in {@link #nodes} is out of date. */
  private final BitSet changed;

  private BucketDigest(byte[][] lanes, byte[] nodes, BitSet changed) {
    this.lanes = lanes;
    this.nodes = nodes;
    this.changed = changed;
  }

  /** The digest of the empty map: every bucket's lanes are zero. */
  public static BucketDigest empty() {
    byte[][] lanes = new byte[BUCKETS][];
    Arrays.fill(lanes, EMPTY_LANES);
    return new BucketDigest(lanes, emptyNodes(), new BitSet(BUCKETS));
  }

  /** All nodes of one level of the empty tree are equal: one hash a level. */
  private static byte[] emptyNodes() {
    byte[] nodes = new byte[2 * BUCKETS * BYTES];
    MerkleHash merkle = new MerkleHash();
    byte[] level = new byte[BYTES];
    merkle.leaf(bucketHash(EMPTY_LANES).toArrayUnsafe(), level, 0);
    for (int first = BUCKETS; first >= 1; first /= 2) {
      for (int node = first; node < 2 * first; node++) {
        System.arraycopy(level, 0, nodes, node * BYTES, BYTES);
      }
      merkle.node(level, 0, level, 0, level, 0);
    }
    return nodes;
  }

  /**
   * A bucket's place, 0 to 4,095: the first 12 bits of SHA-256({@code datanet/state-key/v1} ‖ key).
   */
  public static int bucketOf(byte[] key) {
    byte[] hash = new byte[BYTES];
    return bucketOf(key, Sha256.create(), hash);
  }

  private static int bucketOf(byte[] key, MessageDigest sha256, byte[] hash) {
    KEY.begin(sha256);
    sha256.update(key);
    Sha256.finish(sha256, hash, 0);
    return (hash[0] & 0xff) << 4 | (hash[1] & 0xff) >>> 4;
  }

  /**
   * SHA-256({@code datanet/state-bucket/v1} ‖ 2,048 bytes of lanes): the row of the Merkle tree.
   */
  public static Bytes32 bucketHash(byte[] lanes) {
    LtHash.requireState(lanes);
    MessageDigest sha256 = Sha256.create();
    BUCKET.begin(sha256);
    return Bytes32.wrap(sha256.digest(lanes));
  }

  /** A key that was absent now has {@code value}. */
  public void insert(byte[] key, byte[] value) {
    LtHash.add(writable(key), lanesOf(key, value));
  }

  /** A key that had {@code old} now has {@code value}. Equal values leave the digest as it is. */
  public void replace(byte[] key, byte[] old, byte[] value) {
    if (Arrays.equals(old, value)) {
      return;
    }
    byte[] bucket = writable(key);
    LtHash.subtract(bucket, lanesOf(key, old));
    LtHash.add(bucket, lanesOf(key, value));
  }

  /** A key that had {@code old} is now absent. */
  public void remove(byte[] key, byte[] old) {
    LtHash.subtract(writable(key), lanesOf(key, old));
  }

  private byte[] writable(byte[] key) {
    int bucket = bucketOf(key, sha256, scratch);
    changed.set(bucket);
    if (!owned.get(bucket)) {
      lanes[bucket] = lanes[bucket].clone();
      owned.set(bucket);
    }
    return lanes[bucket];
  }

  /** An entry is its domain, 4 bytes of key length, the key and the value. */
  private byte[] lanesOf(byte[] key, byte[] value) {
    MessageDigest digest = stream.digest();
    ENTRY.begin(digest);
    digest.update((byte) (key.length >>> 24));
    digest.update((byte) (key.length >>> 16));
    digest.update((byte) (key.length >>> 8));
    digest.update((byte) key.length);
    digest.update(key);
    digest.update(value);
    return stream.expand();
  }

  /** The Merkle root over the 4,096 bucket hashes. */
  public Bytes32 root() {
    rehash();
    return Bytes32.wrap(nodes, BYTES).copy();
  }

  /** That a bucket with some {@link #bucketHash} stands under {@link #root()}. */
  public MerkleProof proof(int bucket) {
    requireBucket(bucket);
    rehash();
    List<Bytes32> path = new ArrayList<>();
    for (int node = BUCKETS + bucket; node > 1; node /= 2) {
      path.add(Bytes32.wrap(nodes, (node ^ 1) * BYTES).copy());
    }
    return new MerkleProof(bucket, BUCKETS, path);
  }

  private void rehash() {
    if (changed.isEmpty()) {
      return;
    }
    BitSet level = new BitSet(2 * BUCKETS);
    for (int bucket = changed.nextSetBit(0); bucket >= 0; bucket = changed.nextSetBit(bucket + 1)) {
      BUCKET.begin(sha256);
      sha256.update(lanes[bucket]);
      Sha256.finish(sha256, scratch, 0);
      merkle.leaf(scratch, nodes, (BUCKETS + bucket) * BYTES);
      level.set((BUCKETS + bucket) / 2);
    }
    changed.clear();
    // From the highest index down, every child is done before its parent.
    for (int node = level.length() - 1; node >= 1; node = level.previousSetBit(node - 1)) {
      merkle.node(nodes, 2 * node * BYTES, nodes, (2 * node + 1) * BYTES, nodes, node * BYTES);
      if (node > 1) {
        level.set(node / 2);
      }
    }
  }

  /** The bucket's 2,048 bytes of lanes, a copy. */
  public byte[] snapshot(int bucket) {
    requireBucket(bucket);
    return lanes[bucket].clone();
  }

  /** Puts back what {@link #snapshot} gave. */
  public void restore(int bucket, byte[] bucketLanes) {
    requireBucket(bucket);
    LtHash.requireState(bucketLanes);
    lanes[bucket] = bucketLanes.clone();
    owned.set(bucket);
    changed.set(bucket);
  }

  /** An independent copy of equal content; buckets are shared until one side changes them. */
  public BucketDigest fork() {
    rehash();
    owned.clear();
    return new BucketDigest(lanes.clone(), nodes.clone(), new BitSet(BUCKETS));
  }

  /** Buckets whose lanes are not all zero, ascending; what a snapshot has to carry. */
  public int[] occupiedBuckets() {
    BitSet occupied = new BitSet(BUCKETS);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      occupied.set(bucket, !Arrays.equals(lanes[bucket], EMPTY_LANES));
    }
    return occupied.stream().toArray();
  }

  private static void requireBucket(int bucket) {
    if (bucket < 0 || bucket >= BUCKETS) {
      throw new IndexOutOfBoundsException("bucket " + bucket + " of " + BUCKETS);
    }
  }
}
