package org.datanet.protocol.operation;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.Domain;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.wire.OperationPayload;

/**
 * Envelopes to operations and back: docs/protocol.md §2, all of it that needs no ledger. Bytes of
 * peers never make it throw.
 */
public final class OperationCodec {

  private static final Domain DOMAIN = Domain.of("operation");

  private OperationCodec() {}

  /** {@link #parse}, then {@link #verifySignature}. */
  public static DecodeResult decode(
      byte[] envelope, Bytes32 networkId, SignatureVerifier verifier) {
    return switch (parse(envelope)) {
      case ParseResult.Parsed parsed -> verifySignature(parsed.operation(), networkId, verifier);
      case ParseResult.Rejected rejected -> new DecodeResult.Rejected(rejected.refusal());
    };
  }

  /** Size, canonical form and fields; cheap. The array is not kept. */
  public static ParseResult parse(byte[] envelope) {
    if (envelope.length > OperationLimits.ENVELOPE_BYTES_MAX) {
      return rejected(Reason.TOO_LARGE, envelope.length + " bytes");
    }
    Optional<org.datanet.protocol.wire.SignedOperation> signed =
        Canonical.parse(org.datanet.protocol.wire.SignedOperation.parser(), envelope);
    if (signed.isEmpty()) {
      return rejected(Reason.MALFORMED, "the envelope");
    }
    byte[] payloadBytes = signed.get().getPayload().toByteArray();
    Optional<OperationPayload> payload = Canonical.parse(OperationPayload.parser(), payloadBytes);
    if (payload.isEmpty()) {
      return rejected(Reason.MALFORMED, "the payload");
    }
    Optional<Refusal> refusal = check(signed.get(), payload.get());
    if (refusal.isPresent()) {
      return new ParseResult.Rejected(refusal.get());
    }
    SignedOperation candidate =
        new SignedOperation(
            OperationId.of(envelope),
            WireBytes.account(payload.get().getAuthor()),
            payload.get().getNonce(),
            payload.get().getExpiresEpoch(),
            PayloadCodec.read(payload.get()),
            Bytes.wrap(envelope.clone()));
    return new ParseResult.Parsed(
        new UnverifiedOperation(
            candidate,
            Bytes.wrap(payloadBytes),
            Bytes.wrap(signed.get().getSignature().toByteArray())));
  }

  private static Optional<Refusal> check(
      org.datanet.protocol.wire.SignedOperation signed, OperationPayload payload) {
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .hash("public_key", signed.getPublicKey())
        .size("signature", signed.getSignature(), OperationLimits.SIGNATURE_BYTES)
        .require(
            signed.getPublicKey().equals(payload.getAuthor()),
            Reason.WRONG_AUTHOR,
            () -> "the payload names another account")
        .and(() -> PayloadCodec.check(payload))
        .refusal();
  }

  private static ParseResult rejected(Reason reason, String detail) {
    return new ParseResult.Rejected(new Refusal(reason, detail));
  }

  /** The slow half, tens of microseconds; safe to call from a pool if the verifier is. */
  public static DecodeResult verifySignature(
      UnverifiedOperation operation, Bytes32 networkId, SignatureVerifier verifier) {
    SignedOperation candidate = operation.assumeVerified();
    byte[] message = signingBytes(networkId, operation.payload());
    return verifier.verify(
            candidate.author().toBytes(), message, operation.signature().toArrayUnsafe())
        ? new DecodeResult.Decoded(candidate)
        : new DecodeResult.Rejected(Refusal.of(Reason.BAD_SIGNATURE));
  }

  /** {@code domain ‖ networkId ‖ payload}. */
  public static byte[] signingBytes(Bytes32 networkId, Bytes payload) {
    return Bytes.concatenate(DOMAIN.prefix(), networkId, payload).toArray();
  }

  /** Canonical {@code OperationPayload}; bounds are not looked at. */
  public static Bytes encodePayload(
      AccountId author, long nonce, long expiresEpoch, Operation operation) {
    return Bytes.wrap(payload(author, nonce, expiresEpoch, operation).toByteArray());
  }

  private static OperationPayload payload(
      AccountId author, long nonce, long expiresEpoch, Operation operation) {
    OperationPayload.Builder payload =
        OperationPayload.newBuilder()
            .setAuthor(WireBytes.toWire(author))
            .setNonce(nonce)
            .setExpiresEpoch(expiresEpoch);
    PayloadCodec.write(operation, payload);
    return payload.build();
  }

  /** What every node would refuse about these fields: to be asked before signing people's input. */
  public static Optional<Refusal> refusalOf(
      AccountId author, long nonce, long expiresEpoch, Operation operation) {
    return PayloadCodec.check(payload(author, nonce, expiresEpoch, operation));
  }

  /**
   * Signs an operation whose fields {@link #refusalOf} has nothing against.
   *
   * @param nonce 0 where the kind carries none
   * @throws IllegalArgumentException for one that no node would take
   */
  public static SignedOperation sign(
      Signer signer, Bytes32 networkId, long nonce, long expiresEpoch, Operation operation) {
    Bytes payload = encodePayload(signer.account(), nonce, expiresEpoch, operation);
    byte[] signature = signer.sign(signingBytes(networkId, payload));
    byte[] envelope =
        org.datanet.protocol.wire.SignedOperation.newBuilder()
            .setPayload(WireBytes.toWire(payload))
            .setPublicKey(WireBytes.toWire(signer.account()))
            .setSignature(ByteString.copyFrom(signature))
            .build()
            .toByteArray();
    return switch (parse(envelope)) {
      case ParseResult.Parsed parsed -> parsed.operation().assumeVerified();
      case ParseResult.Rejected rejected ->
          throw new IllegalArgumentException(rejected.refusal().message());
    };
  }
}
