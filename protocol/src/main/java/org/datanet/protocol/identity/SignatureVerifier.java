package org.datanet.protocol.identity;

/** Judges Ed25519 signatures. Safe for concurrent use. */
public interface SignatureVerifier {

  /**
   * @param publicKey 32 bytes
   * @param signature 64 bytes, R then S
   * @return false for input of another size or that does not verify; never an exception for what a
   *     peer may send
   * @throws IllegalStateException when the provider beneath fails on input that it has to handle
   */
  boolean verify(byte[] publicKey, byte[] message, byte[] signature);
}
