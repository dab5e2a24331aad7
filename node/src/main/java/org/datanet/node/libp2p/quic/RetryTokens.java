package org.datanet.node.libp2p.quic;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Address validation by Retry (RFC 9000 §8.1.2): under load a newcomer first gets a token that only
 * its address can receive. A token is {@code MAC ‖ seconds ‖ connection id}, and nothing is kept
 * for it here.
 */
final class RetryTokens implements QuicTokenHandler {

  private static final String MAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int MAC_BYTES = 16;
  private static final int HEAD_BYTES = MAC_BYTES + Long.BYTES;
  private static final int CONNECTION_ID_BYTES_MAX = 20;

  /** A few round trips of the worst link. */
  static final int AGE_SECONDS_MAX = 15;

  private final byte[] key;
  private final BooleanSupplier required;
  private final LongSupplier nowSeconds;

  RetryTokens(byte[] key, BooleanSupplier required, LongSupplier nowSeconds) {
    this.key = key.clone();
    this.required = required;
    this.nowSeconds = nowSeconds;
  }

  /** With a key that nobody knows. */
  static RetryTokens create(BooleanSupplier required) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new RetryTokens(key, required, () -> System.nanoTime() / 1_000_000_000L);
  }

  @Override
  public boolean writeToken(ByteBuf out, ByteBuf connectionId, InetSocketAddress address) {
    if (!required.getAsBoolean()) {
      return false;
    }
    byte[] id = bytes(connectionId);
    long issued = nowSeconds.getAsLong();
    out.writeBytes(mac(address, issued, id)).writeLong(issued).writeBytes(id);
    return true;
  }

  @Override
  public int validateToken(ByteBuf token, InetSocketAddress address) {
    int idBytes = token.readableBytes() - HEAD_BYTES;
    if (idBytes < 0 || idBytes > CONNECTION_ID_BYTES_MAX) {
      return -1;
    }
    byte[] all = bytes(token);
    long issued = ByteBuffer.wrap(all).getLong(MAC_BYTES);
    byte[] expected = mac(address, issued, Arrays.copyOfRange(all, HEAD_BYTES, all.length));
    boolean authentic = MessageDigest.isEqual(expected, Arrays.copyOf(all, MAC_BYTES));
    long ageSeconds = nowSeconds.getAsLong() - issued;
    return authentic && ageSeconds >= 0 && ageSeconds <= AGE_SECONDS_MAX ? HEAD_BYTES : -1;
  }

  @Override
  public int maxTokenLength() {
    return HEAD_BYTES + CONNECTION_ID_BYTES_MAX;
  }

  private byte[] mac(InetSocketAddress address, long issued, byte[] connectionId) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      byte[] ip = address.getAddress().getAddress();
      mac.update((byte) ip.length);
      mac.update(ip);
      mac.update(
          ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
              .putInt(address.getPort())
              .putLong(issued)
              .array());
      return Arrays.copyOf(mac.doFinal(connectionId), MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(MAC + " is missing", e);
    }
  }

  private static byte[] bytes(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.getBytes(buffer.readerIndex(), bytes);
    return bytes;
  }
}
