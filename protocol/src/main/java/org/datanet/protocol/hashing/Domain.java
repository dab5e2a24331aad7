package org.datanet.protocol.hashing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a hash is about. A hash in domain {@code thing} is SHA-256 over the {@linkplain #prefix()
 * prefix} followed by the fields, so equal fields of two things never share a digest. ECONOMICS
 * §1.3.
 */
public final class Domain {

  /** Keeps the prefix within one length byte and one SHA-256 block beside a 32-byte field. */
  private static final int THING_CHARS_MAX = 32;

  private final byte[] prefix;

  private Domain(byte[] prefix) {
    this.prefix = prefix;
  }

  /**
   * @param thing 1 to 32 characters of {@code [a-z0-9-]}; shown in the text {@code
   *     datanet/thing/v1}
   * @throws IllegalArgumentException for any other text: a domain is named in code, never by a peer
   */
  public static Domain of(String thing) {
    if (thing.isEmpty()
        || thing.length() > THING_CHARS_MAX
        || !thing.chars().allMatch(Domain::named)) {
      throw new IllegalArgumentException("a domain has 1 to 32 characters of [a-z0-9-]: " + thing);
    }
    byte[] text = ("datanet/" + thing + "/v1").getBytes(StandardCharsets.US_ASCII);
    byte[] prefix = new byte[1 + text.length];
    prefix[0] = (byte) text.length;
    System.arraycopy(text, 0, prefix, 1, text.length);
    return new Domain(prefix);
  }

  private static boolean named(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }

  /** One length byte, then {@code datanet/<thing>/v1} in ASCII. A copy. */
  public Bytes prefix() {
    return Bytes.wrap(prefix.clone());
  }

  void begin(MessageDigest digest) {
    digest.update(prefix);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Domain that && Arrays.equals(prefix, that.prefix);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(prefix);
  }

  @Override
  public String toString() {
    return new String(prefix, 1, prefix.length - 1, StandardCharsets.US_ASCII);
  }
}
