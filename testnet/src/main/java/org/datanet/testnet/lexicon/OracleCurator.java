package org.datanet.testnet.lexicon;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.datanet.protocol.curation.Vote;

/**
 * Curators who see the truth of a record with a given probability, each record and each curator
 * independently: the hash of both decides, so two runs (and two processes) agree without talking.
 */
public final class OracleCurator {
  private static final byte[] DOMAIN = "datanet/oracle-curator/v1".getBytes(StandardCharsets.UTF_8);
  private static final int PPM = 1_000_000;

  private final long seed;
  private final int accuracyPpm;

  /** Accuracy from 0 (always wrong) to 1,000,000 (always right). */
  public OracleCurator(long seed, int accuracyPpm) {
    if (accuracyPpm < 0 || accuracyPpm > PPM) {
      throw new IllegalArgumentException("accuracyPpm outside [0, 1000000]: " + accuracyPpm);
    }
    this.seed = seed;
    this.accuracyPpm = accuracyPpm;
  }

  /** Whether this curator sees the truth of this record. */
  public boolean correct(String curator, byte[] recordId) {
    byte[] name = curator.getBytes(StandardCharsets.UTF_8);
    MessageDigest sha256 = sha256();
    sha256.update(DOMAIN);
    // The length keeps (curator, record) pairs apart whose concatenations are equal.
    sha256.update(ByteBuffer.allocate(12).putLong(seed).putInt(name.length).flip());
    sha256.update(name);
    sha256.update(recordId);
    long drawn = ByteBuffer.wrap(sha256.digest()).getLong();
    return Long.remainderUnsigned(drawn, PPM) < accuracyPpm; // bias below 10^6 / 2^64
  }

  /** The accurate vote, or its opposite: a refusal of a good record, an approval of junk. */
  public Vote vote(String curator, byte[] recordId, Truth truth) {
    if (correct(curator, recordId)) {
      return truth.accurateVote();
    }
    return truth.isGood() ? Vote.LOW_QUALITY : Vote.APPROVE;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }
}
