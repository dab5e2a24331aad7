package org.datanet.node.libp2p.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.datanet.node.libp2p.crypto.CryptoSuite;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.crypto.PublicKey;
import org.datanet.node.libp2p.wire.RecordWire.Envelope;

/**
 * A payload with its signer's key and signature, RFC 0002. The signature binds a domain, so that
 * what is signed for one purpose cannot be used for another.
 *
 * @param signer the key that the signature was found to be of
 * @param payloadType how the payload is to be read
 */
public record SignedEnvelope(PublicKey signer, ByteString payloadType, ByteString payload) {

  /** A record of 32 addresses of full length fits. */
  public static final int BYTES_MAX = 32 << 10;

  /** The binary form of an envelope that this identity signs. */
  public static ByteString seal(
      Identity identity, String domain, ByteString payloadType, ByteString payload) {
    return Envelope.newBuilder()
        .setPublicKey(ByteString.copyFrom(identity.publicKey().encode()))
        .setPayloadType(payloadType)
        .setPayload(payload)
        .setSignature(ByteString.copyFrom(identity.sign(signedBytes(domain, payloadType, payload))))
        .build()
        .toByteString();
  }

  /**
   * Reads the binary form and checks the signature; empty where it is malformed, too long, or not
   * signed for this domain.
   */
  public static Optional<SignedEnvelope> open(ByteString bytes, String domain) {
    if (bytes.size() > BYTES_MAX) {
      return Optional.empty();
    }
    try {
      Envelope envelope = Envelope.parseFrom(bytes);
      byte[] signed = signedBytes(domain, envelope.getPayloadType(), envelope.getPayload());
      byte[] signature = envelope.getSignature().toByteArray();
      return PublicKey.decode(envelope.getPublicKey().toByteArray())
          .filter(key -> key.verifies(CryptoSuite.platform(), signed, signature))
          .map(key -> new SignedEnvelope(key, envelope.getPayloadType(), envelope.getPayload()));
    } catch (InvalidProtocolBufferException malformed) {
      return Optional.empty();
    }
  }

  /** Domain, type and payload, each behind its length. */
  private static byte[] signedBytes(String domain, ByteString payloadType, ByteString payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeByteArrayNoTag(domain.getBytes(StandardCharsets.UTF_8));
      out.writeBytesNoTag(payloadType);
      out.writeBytesNoTag(payload);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }
}
