package org.datanet.protocol.curation;

import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.Domain;
import org.datanet.protocol.hashing.HashChain;

/**
 * A validator's secret chain {@code seed → H(seed) → … → tip}. The tip is committed; layers are
 * revealed from the outside in, one an epoch: layer i (from 0) is {@code H^(layers−1−i)(seed)},
 * belongs to epoch {@code first + i}, and hashes to the tip in i + 1 steps. ECONOMICS §3, "Beacon".
 * Immutable.
 */
public final class HashOnion {

  /** docs/protocol.md: a check from the tip stays within some 10 ms. */
  public static final int LAYERS_MAX = 100_000;

  /** About √LAYERS_MAX: a layer costs at most as many hashes as the table has rows. */
  private static final int STRIDE = 320;

  private static final Domain STEP = Domain.of("onion");

  private final int layers;

  /** Row j is {@code H^(j·STRIDE)(seed)}. */
  private final Bytes32[] checkpoints;

  private final Bytes32 tip;

  private HashOnion(int layers, Bytes32[] checkpoints, Bytes32 tip) {
    this.layers = layers;
    this.checkpoints = checkpoints;
    this.tip = tip;
  }

  /**
   * @param seed 32 secret random bytes, of no other use
   * @param layers 1 to 100,000, hashed once each
   */
  public static HashOnion of(Bytes32 seed, int layers) {
    requireLayers(layers);
    Bytes32[] checkpoints = new Bytes32[(layers - 1) / STRIDE + 1];
    checkpoints[0] = seed;
    for (int row = 1; row < checkpoints.length; row++) {
      checkpoints[row] = HashChain.apply(STEP, checkpoints[row - 1], STRIDE);
    }
    int last = checkpoints.length - 1;
    Bytes32 tip = HashChain.apply(STEP, checkpoints[last], layers - (long) last * STRIDE);
    return new HashOnion(layers, checkpoints, tip);
  }

  /** {@code H^layers(seed)}, to be committed. */
  public Bytes32 tip() {
    return tip;
  }

  public int layers() {
    return layers;
  }

  /**
   * The layer of the onion's epoch {@code first + index}, in at most 320 hashes.
   *
   * @throws IndexOutOfBoundsException when the onion is exhausted or not yet begun
   */
  public Bytes32 layer(int index) {
    if (index < 0 || index >= layers) {
      throw new IndexOutOfBoundsException("layer " + index + " of " + layers);
    }
    int depth = layers - 1 - index;
    return HashChain.apply(STEP, checkpoints[depth / STRIDE], depth % STRIDE);
  }

  /**
   * Whether {@code layer} is that of {@code epoch} in the onion with this tip: {@code H^(e − a +
   * 1)(x) = T}. False outside the onion's epochs.
   *
   * @param firstEpoch a
   * @param layers of the commitment, 1 to 100,000
   */
  public static boolean belongs(
      Bytes32 layer, long epoch, Bytes32 tip, long firstEpoch, int layers) {
    requireLayers(layers);
    return epoch >= firstEpoch
        && epoch - firstEpoch < layers
        && follows(layer, epoch, tip, firstEpoch - 1);
  }

  /**
   * Whether hashing {@code layer} once for each epoch since {@code earlierEpoch} gives the layer of
   * that epoch, which was checked before. False for no or more than 100,000 epochs between.
   */
  public static boolean follows(
      Bytes32 layer, long epoch, Bytes32 earlierLayer, long earlierEpoch) {
    long steps = epoch - earlierEpoch;
    return steps >= 1
        && steps <= LAYERS_MAX
        && HashChain.apply(STEP, layer, steps).equals(earlierLayer);
  }

  private static void requireLayers(int layers) {
    if (layers < 1 || layers > LAYERS_MAX) {
      throw new IllegalArgumentException("an onion has 1 to 100,000 layers, not " + layers);
    }
  }
}
