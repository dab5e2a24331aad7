package org.datanet.node.libp2p.noise;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.datanet.node.libp2p.crypto.CryptoSuite;

/** One direction's key and counter (Noise §5.1). Not safe for several threads. */
final class CipherState {

  static final int TAG_BYTES = 16;

  /** 2^64 − 1 is reserved (Noise §5.1): a channel that reaches it ends. */
  static final long NONCE_RESERVED = -1L;

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final byte[] iv = new byte[12];
  private long nonce;

  CipherState(CryptoSuite suite, byte[] key) {
    this(suite, key, 0);
  }

  CipherState(CryptoSuite suite, byte[] key, long nonce) {
    this.cipher = suite.chaChaPoly();
    this.key = new SecretKeySpec(key, "ChaCha20");
    this.nonce = nonce;
  }

  byte[] encrypt(byte[] associated, byte[] plaintext) throws NoiseException {
    return crypt(Cipher.ENCRYPT_MODE, associated, plaintext);
  }

  byte[] decrypt(byte[] associated, byte[] ciphertext) throws NoiseException {
    return crypt(Cipher.DECRYPT_MODE, associated, ciphertext);
  }

  /** Appends the ciphertext of all readable bytes, which are 16 more, and consumes them. */
  void encrypt(ByteBuf plaintext, ByteBuf out) throws NoiseException {
    crypt(Cipher.ENCRYPT_MODE, plaintext, out, plaintext.readableBytes() + TAG_BYTES);
  }

  /** Appends the plaintext of so many readable bytes, tag included, and consumes them. */
  void decrypt(ByteBuf ciphertext, int bytes, ByteBuf out) throws NoiseException {
    crypt(Cipher.DECRYPT_MODE, ciphertext.readSlice(bytes), out, bytes - TAG_BYTES);
  }

  private byte[] crypt(int mode, byte[] associated, byte[] input) throws NoiseException {
    try {
      next(mode);
      cipher.updateAAD(associated);
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw failed(mode, e);
    }
  }

  private void crypt(int mode, ByteBuf in, ByteBuf out, int outBytes) throws NoiseException {
    if (outBytes < 0) {
      throw new NoiseException("a frame shorter than its tag");
    }
    out.ensureWritable(outBytes);
    ByteBuffer target = out.nioBuffer(out.writerIndex(), outBytes);
    try {
      next(mode);
      cipher.doFinal(in.nioBuffer(), target);
    } catch (GeneralSecurityException e) {
      throw failed(mode, e);
    }
    in.skipBytes(in.readableBytes());
    out.writerIndex(out.writerIndex() + outBytes);
  }

  /** Takes the next nonce: four zero bytes, then the counter in little-endian (Noise §12.3). */
  private void next(int mode) throws NoiseException, GeneralSecurityException {
    if (nonce == NONCE_RESERVED) {
      throw new NoiseException("the channel's nonces are used up");
    }
    Arrays.fill(iv, (byte) 0);
    for (int i = 0; i < Long.BYTES; i++) {
      iv[4 + i] = (byte) (nonce >>> (8 * i));
    }
    nonce++;
    cipher.init(mode, key, new IvParameterSpec(iv));
  }

  private static NoiseException failed(int mode, GeneralSecurityException e) {
    return mode == Cipher.DECRYPT_MODE
        ? new NoiseException("a frame that does not decrypt", e)
        : new NoiseException("encryption failed", e);
  }
}
