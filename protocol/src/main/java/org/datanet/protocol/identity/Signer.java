package org.datanet.protocol.identity;

/** Signs for one account. Safe for concurrent use. */
public interface Signer {

  AccountId account();

  /** 64 bytes of Ed25519 (RFC 8032, pure), equal for equal messages. */
  byte[] sign(byte[] message);
}
