package org.datanet.protocol.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.consensus.Certificate.CommitSignature;
import org.datanet.protocol.consensus.Certificate.Finding;
import org.junit.jupiter.api.Test;

class CertificateTest {

  @Test
  void isValidWithAQuorumOfGoodSignatures() {
    assertThat(check(certificateOf("abd"))).isEqualTo(Finding.VALID);
  }

  @Test
  void needsMoreThanTwoThirds() {
    assertThat(check(certificateOf("ab"))).isEqualTo(Finding.NO_QUORUM);
    assertThat(check(certificateOf(""))).isEqualTo(Finding.NO_QUORUM);
  }

  @Test
  void refusesSignersOutOfOrderOrTwice() {
    assertThat(check(certificateOf("bad"))).isEqualTo(Finding.NOT_IN_ACCOUNT_ORDER);
    assertThat(check(certificateOf("aab"))).isEqualTo(Finding.NOT_IN_ACCOUNT_ORDER);
  }

  @Test
  void refusesStrangers() {
    assertThat(check(certificateOf("abcz"))).isEqualTo(Finding.UNKNOWN_VALIDATOR);
    assertThat(check(certificateOf("abcdz"))).isEqualTo(Finding.TOO_MANY_SIGNATURES);
  }

  @Test
  void refusesOneBadSignatureBesideAQuorumOfGoodOnes() {
    Certificate good = certificateOf("abcd");
    List<CommitSignature> signatures =
        List.of(
            good.signatures().get(0),
            good.signatures().get(1),
            good.signatures().get(2),
            new CommitSignature(Fixtures.account('d'), Bytes.repeat((byte) 1, 64)));

    Certificate forged = new Certificate(Fixtures.EPOCH, 2, Fixtures.value('V'), signatures);

    assertThat(check(forged)).isEqualTo(Finding.BAD_SIGNATURE);
  }

  @Test
  void signaturesCoverEpochRoundAndValue() {
    Certificate good = certificateOf("abc");

    assertThat(
            check(
                new Certificate(
                    good.epoch(), good.round(), Fixtures.value('W'), good.signatures())))
        .isEqualTo(Finding.BAD_SIGNATURE);
    assertThat(check(new Certificate(good.epoch(), 3, good.valueId(), good.signatures())))
        .isEqualTo(Finding.BAD_SIGNATURE);
  }

  private static Finding check(Certificate certificate) {
    return certificate.check(Fixtures.FOUR, Fixtures::isSignature);
  }

  private static Certificate certificateOf(String signers) {
    List<CommitSignature> signatures =
        signers
            .chars()
            .mapToObj(name -> Fixtures.vote(VoteType.PRECOMMIT, 2, "V", (char) name))
            .map(signed -> new CommitSignature(signed.vote().validator(), signed.signature()))
            .toList();
    return new Certificate(Fixtures.EPOCH, 2, Fixtures.value('V'), signatures);
  }
}
