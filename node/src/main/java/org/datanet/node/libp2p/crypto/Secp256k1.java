package org.datanet.node.libp2p.crypto;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/** ECDSA on secp256k1 over SHA-256, which the JCA no longer has. */
final class Secp256k1 {

  private static final ECDomainParameters DOMAIN = domain();

  private Secp256k1() {}

  private static ECDomainParameters domain() {
    X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
    return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
  }

  /**
   * Whether the signature is the key's over the message; a key or signature out of shape is a no.
   *
   * @param key the point, compressed: 33 bytes
   * @param signature in DER
   */
  static boolean verifies(byte[] key, byte[] message, byte[] signature) {
    try {
      ASN1Sequence pair = ASN1Sequence.getInstance(signature);
      if (pair.size() != 2) {
        return false;
      }
      BigInteger r = ASN1Integer.getInstance(pair.getObjectAt(0)).getPositiveValue();
      BigInteger s = ASN1Integer.getInstance(pair.getObjectAt(1)).getPositiveValue();
      ECDSASigner verifier = new ECDSASigner();
      verifier.init(false, new ECPublicKeyParameters(DOMAIN.getCurve().decodePoint(key), DOMAIN));
      return verifier.verifySignature(CryptoSuite.sha256().digest(message), r, s);
    } catch (IllegalArgumentException outOfShape) {
      return false;
    }
  }
}
