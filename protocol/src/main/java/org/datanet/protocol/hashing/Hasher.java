package org.datanet.protocol.hashing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Builds one domain-separated digest. Fields of a fixed size go in bare, integers big-endian,
 * fields of a variable size behind a 4-byte length: a sequence of fields has one encoding and no
 * other.
 *
 * <p>Used once, by one thread: {@link #digest()} ends it.
 */
public final class Hasher {

  private final MessageDigest sha256;
  private boolean finished;

  private Hasher(MessageDigest sha256) {
    this.sha256 = sha256;
  }

  public static Hasher of(Domain domain) {
    MessageDigest sha256 = Sha256.create();
    domain.begin(sha256);
    return new Hasher(sha256);
  }

  /** As {@link #of(Domain)} for a domain that is named in one place only. */
  public static Hasher of(String thing) {
    return of(Domain.of(thing));
  }

  /** 32 bytes, bare. */
  public Hasher add(Bytes32 field) {
    field.update(sha256);
    return this;
  }

  /** 8 bytes, big-endian. */
  public Hasher addLong(long field) {
    return addInt((int) (field >>> 32)).addInt((int) field);
  }

  /** 4 bytes, big-endian. */
  public Hasher addInt(int field) {
    sha256.update((byte) (field >>> 24));
    sha256.update((byte) (field >>> 16));
    sha256.update((byte) (field >>> 8));
    sha256.update((byte) field);
    return this;
  }

  /** One byte, bare. */
  public Hasher addByte(byte field) {
    sha256.update(field);
    return this;
  }

  /** 4 bytes of length, then the bytes. */
  public Hasher addBytes(byte[] field) {
    addInt(field.length);
    sha256.update(field);
    return this;
  }

  /** 4 bytes of length, then the bytes. */
  public Hasher addBytes(Bytes field) {
    addInt(field.size());
    field.update(sha256);
    return this;
  }

  /** The text's UTF-8 as {@link #addBytes(byte[])}. */
  public Hasher addText(String field) {
    return addBytes(field.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws IllegalStateException when called twice: the second digest would lack its domain
   */
  public Bytes32 digest() {
    if (finished) {
      throw new IllegalStateException("a Hasher gives one digest");
    }
    finished = true;
    return Bytes32.wrap(sha256.digest());
  }
}
