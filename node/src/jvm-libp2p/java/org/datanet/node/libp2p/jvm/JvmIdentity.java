package org.datanet.node.libp2p.jvm;

import crypto.pb.Crypto;
import io.libp2p.core.crypto.KeyKt;
import io.libp2p.core.crypto.PrivKey;
import io.libp2p.core.crypto.PubKey;
import org.datanet.node.libp2p.crypto.Identity;

/** Our identity, as jvm-libp2p signs with it. */
final class JvmIdentity extends PrivKey {

  private final Identity identity;
  private final PubKey publicKey;

  JvmIdentity(Identity identity) {
    super(Crypto.KeyType.Ed25519);
    this.identity = identity;
    this.publicKey = KeyKt.unmarshalPublicKey(identity.publicKey().encode());
  }

  @Override
  public byte[] sign(byte[] data) {
    return identity.sign(data);
  }

  @Override
  public PubKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] raw() {
    throw new UnsupportedOperationException("an identity does not give its private key away");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JvmIdentity that && publicKey.equals(that.publicKey);
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }
}
