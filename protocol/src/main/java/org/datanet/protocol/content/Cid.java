package org.datanet.protocol.content;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** The name of a content: CIDv1, raw codec, sha2-256; 36 bytes {@code 01 55 12 20 digest}. */
public record Cid(Bytes32 digest) implements Comparable<Cid> {

  private static final Bytes PREFIX = Bytes.fromHexString("0x01551220");

  public Bytes toBytes() {
    return Bytes.concatenate(PREFIX, digest);
  }

  @Override
  public int compareTo(Cid other) {
    return digest.compareTo(other.digest);
  }
}
