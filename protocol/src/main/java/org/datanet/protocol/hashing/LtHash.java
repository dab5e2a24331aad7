package org.datanet.protocol.hashing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A lattice hash of a multiset of entries: 1,024 little-endian 16-bit lanes, the lane-wise sum
 * modulo 2^16 of the entries' lanes. Adding and removing commute, so the order of changes leaves no
 * trace (Bellare–Micciancio 1997; Lewi et al. 2019, LtHash). DESIGN §4, "State digest". Mutable,
 * one thread.
 */
public final class LtHash {

  /** 1,024 lanes of 2 bytes: over 200 bits of security in Lewi et al., table 1. */
  public static final int STATE_BYTES = 2048;

  private static final Domain ENTRY = Domain.of("lthash-entry");
  private static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The top bit of each of the four lanes in a long. */
  private static final long TOP = 0x8000_8000_8000_8000L;

  private final LaneStream stream = new LaneStream();
  private final byte[] state;

  private LtHash(byte[] state) {
    this.state = state;
  }

  /** The hash of no entries: every lane 0. */
  public static LtHash empty() {
    return new LtHash(new byte[STATE_BYTES]);
  }

  /**
   * @param state what {@link #toBytes()} gave; copied
   * @throws IllegalArgumentException unless it has 2,048 bytes
   */
  public static LtHash restore(byte[] state) {
    requireState(state);
    return new LtHash(state.clone());
  }

  /** The entry's lanes are those of SHA-256({@code datanet/lthash-entry/v1} ‖ entry). */
  public void add(byte[] entry) {
    add(state, lanesOf(entry));
  }

  /** The inverse of {@link #add}; that the entry was added is the caller's to know. */
  public void remove(byte[] entry) {
    subtract(state, lanesOf(entry));
  }

  /** 2,048 bytes, a copy. */
  public byte[] toBytes() {
    return state.clone();
  }

  private byte[] lanesOf(byte[] entry) {
    ENTRY.begin(stream.digest());
    stream.digest().update(entry);
    return stream.expand();
  }

  static void requireState(byte[] state) {
    if (state.length != STATE_BYTES) {
      throw new IllegalArgumentException("lanes take 2,048 bytes, not " + state.length);
    }
  }

  /**
   * Four lanes at a time: sums without the top bits cannot carry across, the top bits add by xor.
   */
  static void add(byte[] state, byte[] lanes) {
    for (int i = 0; i < STATE_BYTES; i += Long.BYTES) {
      long x = (long) LONG_LE.get(state, i);
      long y = (long) LONG_LE.get(lanes, i);
      LONG_LE.set(state, i, ((x & ~TOP) + (y & ~TOP)) ^ ((x ^ y) & TOP));
    }
  }

  /** As {@link #add}, with the top bits set first so that no lane borrows from its neighbour. */
  static void subtract(byte[] state, byte[] lanes) {
    for (int i = 0; i < STATE_BYTES; i += Long.BYTES) {
      long x = (long) LONG_LE.get(state, i);
      long y = (long) LONG_LE.get(lanes, i);
      LONG_LE.set(state, i, ((x | TOP) - (y & ~TOP)) ^ ((x ^ ~y) & TOP));
    }
  }
}
