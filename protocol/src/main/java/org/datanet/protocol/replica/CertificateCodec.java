package org.datanet.protocol.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.ConsensusLimits;
import org.datanet.protocol.identity.StrictEd25519;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.CertificateSignature;
import org.datanet.protocol.wire.EpochCertificate;

/**
 * Certificates on the wire. Only their form is checked here; whether they certify is {@link
 * Certificate#check}.
 */
public final class CertificateCodec {

  private CertificateCodec() {}

  public static EpochCertificate toWire(Certificate certificate) {
    EpochCertificate.Builder wire =
        EpochCertificate.newBuilder()
            .setEpoch(certificate.epoch())
            .setRound(certificate.round())
            .setBatchId(WireBytes.toWire(certificate.valueId()));
    for (Certificate.CommitSignature commit : certificate.signatures()) {
      wire.addSignatures(
          CertificateSignature.newBuilder()
              .setValidator(WireBytes.toWire(commit.validator()))
              .setSignature(WireBytes.toWire(commit.signature())));
    }
    return wire.build();
  }

  /** Empty when a number or a length is out of its range. */
  public static Optional<Certificate> parse(EpochCertificate wire) {
    if (wire.getEpoch() < 1
        || wire.getRound() < 0
        || wire.getRound() > ConsensusLimits.ROUND_MAX
        || wire.getBatchId().size() != Bytes32.SIZE
        || wire.getSignaturesCount() > ConsensusLimits.VALIDATORS_MAX) {
      return Optional.empty();
    }
    List<Certificate.CommitSignature> signatures = new ArrayList<>();
    for (CertificateSignature signature : wire.getSignaturesList()) {
      if (signature.getValidator().size() != StrictEd25519.PUBLIC_KEY_BYTES
          || signature.getSignature().size() != StrictEd25519.SIGNATURE_BYTES) {
        return Optional.empty();
      }
      signatures.add(
          new Certificate.CommitSignature(
              WireBytes.account(signature.getValidator()),
              Bytes.wrap(signature.getSignature().toByteArray())));
    }
    return Optional.of(
        new Certificate(
            wire.getEpoch(), wire.getRound(), WireBytes.hash(wire.getBatchId()), signatures));
  }

  /**
   * @throws IllegalArgumentException for one that {@link BatchCodec#check} would not have let
   *     through
   */
  public static Certificate ofChecked(EpochCertificate wire) {
    return parse(wire)
        .orElseThrow(() -> new IllegalArgumentException("a certificate that was never checked"));
  }
}
