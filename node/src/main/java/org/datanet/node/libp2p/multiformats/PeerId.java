package org.datanet.node.libp2p.multiformats;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of a libp2p peer: a multihash of its public key's protobuf, which is the key itself
 * where that takes at most 42 bytes (Ed25519, secp256k1) and its SHA-256 otherwise (libp2p/specs,
 * peer-ids). The order is that of the bytes, unsigned.
 */
public final class PeerId implements Comparable<PeerId> {

  /** Length of an Ed25519 public key. */
  public static final int ED25519_KEY_BYTES = 32;

  private static final int IDENTITY = 0x00;
  private static final int SHA2_256 = 0x12;
  private static final int SHA2_256_BYTES = 32;
  private static final int INLINE_KEY_BYTES_MAX = 42;
  private static final int CID_V1 = 0x01;
  private static final int LIBP2P_KEY = 0x72;

  /** Protobuf of an Ed25519 {@code PublicKey}: type (field 1) = 1, data (field 2) of 32 bytes. */
  private static final byte[] ED25519_PREFIX = {0x08, 0x01, 0x12, ED25519_KEY_BYTES};

  private static final BaseN BASE36 = new BaseN("0123456789abcdefghijklmnopqrstuvwxyz");
  private static final String BASE32_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private final byte[] multihash;

  /** Made when it is first asked for: most ids of others' answers are never shown. */
  private @Nullable String text;

  private PeerId(byte[] multihash) {
    this.multihash = multihash;
  }

  /** The id of the holder of an Ed25519 key of 32 bytes. */
  public static PeerId ofEd25519(byte[] publicKey) {
    if (publicKey.length != ED25519_KEY_BYTES) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + publicKey.length);
    }
    return ofInlineKey(concat(ED25519_PREFIX, publicKey));
  }

  /**
   * The id for a key in its protobuf form, given that form's SHA-256 for keys that are too long to
   * be inlined.
   *
   * @param publicKey the serialised {@code PublicKey} message
   * @param sha256 its SHA-256
   */
  public static PeerId ofPublicKey(byte[] publicKey, byte[] sha256) {
    if (publicKey.length <= INLINE_KEY_BYTES_MAX) {
      return ofInlineKey(publicKey);
    }
    if (sha256.length != SHA2_256_BYTES) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + sha256.length);
    }
    return new PeerId(concat(new byte[] {SHA2_256, SHA2_256_BYTES}, sha256));
  }

  private static PeerId ofInlineKey(byte[] publicKey) {
    return new PeerId(concat(new byte[] {IDENTITY, (byte) publicKey.length}, publicKey));
  }

  /**
   * Reads the binary form, a multihash; empty where it is none or of a kind that peer ids do not
   * use.
   */
  public static Optional<PeerId> decode(byte[] multihash) {
    return isPeerMultihash(multihash)
        ? Optional.of(new PeerId(multihash.clone()))
        : Optional.empty();
  }

  private static boolean isPeerMultihash(byte[] bytes) {
    if (bytes.length < 3 || (bytes[1] & 0xff) != bytes.length - 2) {
      return false;
    }
    return switch (bytes[0]) {
      case IDENTITY -> bytes.length - 2 <= INLINE_KEY_BYTES_MAX;
      case SHA2_256 -> bytes[1] == SHA2_256_BYTES;
      default -> false;
    };
  }

  /**
   * Reads the text form: base58 ({@code 12D3Koo…}, {@code Qm…}) or a CIDv1 of codec libp2p-key in
   * base58, base36 or base32 ({@code z…}, {@code k…}, {@code b…}).
   *
   * @throws IllegalArgumentException where the text is no peer id
   */
  public static PeerId parse(String text) {
    if (text.isEmpty() || text.length() > Base58.LENGTH_MAX) {
      throw notAPeerId(text);
    }
    if (text.startsWith("1") || text.startsWith("Qm")) {
      return decode(Base58.decode(text)).orElseThrow(() -> notAPeerId(text));
    }
    String digits = text.substring(1);
    byte[] cid =
        switch (text.charAt(0)) {
          case 'z' -> Base58.decode(digits);
          case 'k' -> BASE36.decode(digits);
          case 'b' -> decodeBase32(digits);
          default -> throw notAPeerId(text);
        };
    if (cid.length < 2 || cid[0] != CID_V1 || cid[1] != LIBP2P_KEY) {
      throw notAPeerId(text);
    }
    return decode(Arrays.copyOfRange(cid, 2, cid.length)).orElseThrow(() -> notAPeerId(text));
  }

  private static IllegalArgumentException notAPeerId(String text) {
    String shown = text.length() <= 64 ? text : text.substring(0, 64) + "…";
    return new IllegalArgumentException("not a peer id: '" + shown + "'");
  }

  private static byte[] decodeBase32(String digits) {
    byte[] out = new byte[digits.length() * 5 / 8];
    int bits = 0;
    int held = 0;
    int written = 0;
    for (int i = 0; i < digits.length(); i++) {
      int value = BASE32_ALPHABET.indexOf(digits.charAt(i));
      if (value < 0) {
        throw new IllegalArgumentException("not a base32 digit at " + i);
      }
      held = (held << 5 | value) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out[written++] = (byte) (held >>> bits);
      }
    }
    if (bits >= 5 || (held & ((1 << bits) - 1)) != 0) {
      throw new IllegalArgumentException("base32 with stray bits at its end");
    }
    return out;
  }

  /** The binary form, a multihash. */
  public byte[] bytes() {
    return multihash.clone();
  }

  /** The public key's protobuf where the id carries it. */
  public Optional<byte[]> inlinePublicKey() {
    return multihash[0] == IDENTITY
        ? Optional.of(Arrays.copyOfRange(multihash, 2, multihash.length))
        : Optional.empty();
  }

  /** The Ed25519 key of 32 bytes where the id carries one. */
  public Optional<byte[]> ed25519PublicKey() {
    return inlinePublicKey()
        .filter(key -> key.length == ED25519_PREFIX.length + ED25519_KEY_BYTES)
        .filter(
            key ->
                Arrays.equals(
                    key, 0, ED25519_PREFIX.length, ED25519_PREFIX, 0, ED25519_PREFIX.length))
        .map(key -> Arrays.copyOfRange(key, ED25519_PREFIX.length, key.length));
  }

  /** The form as a CIDv1 in base36, the one that fits a DNS label. */
  public String toCid() {
    return "k" + BASE36.encode(concat(new byte[] {CID_V1, LIBP2P_KEY}, multihash));
  }

  private static byte[] concat(byte[] head, byte[] tail) {
    byte[] joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }

  @Override
  public int compareTo(PeerId other) {
    return Arrays.compareUnsigned(multihash, other.multihash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerId peer && Arrays.equals(multihash, peer.multihash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(multihash);
  }

  /** base58btc: {@code 12D3Koo…} for Ed25519. */
  @Override
  public String toString() {
    String made = text;
    if (made == null) {
      made = Base58.encode(multihash);
      text = made; // a race makes the same text twice
    }
    return made;
  }
}
