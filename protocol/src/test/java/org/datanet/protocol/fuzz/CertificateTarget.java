package org.datanet.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import java.util.Optional;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.ConsensusLimits;
import org.datanet.protocol.replica.CertificateCodec;
import org.datanet.protocol.wire.EpochCertificate;

/** A certificate in form is the same message again. */
public final class CertificateTarget implements FuzzTarget {

  private static final Parser<EpochCertificate> PARSER =
      DiscardUnknownFieldsParser.wrap(EpochCertificate.parser());

  @Override
  public String name() {
    return "certificate";
  }

  @Override
  public void accept(byte[] input) {
    EpochCertificate wire;
    try {
      wire = PARSER.parseFrom(input);
    } catch (InvalidProtocolBufferException refused) {
      return;
    }
    Optional<Certificate> certificate = CertificateCodec.parse(wire);
    certificate.ifPresent(
        parsed -> {
          assertThat(CertificateCodec.toWire(parsed)).isEqualTo(wire);
          assertThat(parsed.signatures()).hasSizeLessThanOrEqualTo(ConsensusLimits.VALIDATORS_MAX);
        });
  }
}
