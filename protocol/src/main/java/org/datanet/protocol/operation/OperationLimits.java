package org.datanet.protocol.operation;

/** Bounds of one operation, each with its reason. docs/protocol.md §2 and §3. */
public final class OperationLimits {

  /** One gossip message; the largest ballot (1,024 records) takes about half of it. */
  public static final int ENVELOPE_BYTES_MAX = 64 * 1024;

  /** One bitswap block, which every libp2p implementation carries. */
  public static final int CONTENT_BYTES_MAX = 1024 * 1024;

  /** How long a pool and a replay guard have to remember an operation. */
  public static final long EXPIRY_EPOCHS_MAX = 64;

  /** All money exists from genesis and stays below this, so two amounts never overflow a long. */
  public static final long AMOUNT_MICROS_MAX = (1L << 62) - 1;

  public static final int BALLOT_RECORDS_MAX = 1_024;
  public static final int USE_RECORDS_MAX = 64;

  /** A fee times a weight and the sum of 64 weights stay within 128 and 63 bits. */
  public static final long USE_WEIGHT_MAX = 1_000_000_000;

  public static final int LABELS_MAX = 16;
  public static final int LABEL_BYTES_MAX = 64;
  public static final int PARENTS_MAX = 16;
  public static final int SOURCE_URL_BYTES_MAX = 512;

  /** The longest SPDX id has 36 characters. */
  public static final int LICENCE_BYTES_MAX = 64;

  /** RFC 6838 §4.2: 127 characters each side of the slash; nobody needs half of it. */
  public static final int MEDIA_TYPE_BYTES_MAX = 127;

  static final int HASH_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;

  private OperationLimits() {}
}
