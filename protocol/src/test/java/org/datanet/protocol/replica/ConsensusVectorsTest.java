package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.testing.Fixtures.ALICE;
import static org.datanet.protocol.testing.Fixtures.BOB;
import static org.datanet.protocol.testing.Fixtures.CAROL;
import static org.datanet.protocol.testing.Fixtures.NETWORK_ID;
import static org.datanet.protocol.testing.Fixtures.hash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.SignatureCheck;
import org.datanet.protocol.consensus.SignedVote;
import org.datanet.protocol.consensus.ValidatorSet;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.consensus.VoteType;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.testing.Fixtures;
import org.datanet.protocol.testing.TestSigner;
import org.datanet.protocol.wire.EpochBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against messages that {@code vectors/consensus.py} made without any code of ours. */
class ConsensusVectorsTest {

  private final JsonNode vectors = read();
  private final SignatureVerifier verifier = Fixtures.verifier();

  @Test
  void aBatchesIdIsTheOneOfAnIndependentScript() {
    assertThat(proposal("proposal").proposal().valueId()).isEqualTo(batchId());
    assertThat(BatchCodec.id(proposal("proposal").batch())).isEqualTo(batchId());
  }

  @Test
  void readsAFreshProposal() {
    Proposal expected = new Proposal(7, 0, batchId(), Proposal.FRESH, ALICE.account());

    assertThat(proposal("proposal").proposal()).isEqualTo(expected);
    EpochBatch batch = proposal("proposal").batch();
    assertThat(batch.getEpoch()).isEqualTo(7);
    assertThat(ClusterWorld.ids(Bytes.wrap(batch.getOperationIds().toByteArray())))
        .containsExactly(hash(1), hash(2));
  }

  @Test
  void readsAProposalOfAnEarlierRoundsValue() {
    assertThat(proposal("proposalAgain").proposal())
        .isEqualTo(new Proposal(7, 2, batchId(), 0, BOB.account()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prevote", "prevoteNil", "precommit", "proposal", "proposalAgain"})
  void findsItsSignatureGoodAndWritesTheSameBytes(String name) {
    ConsensusCodec.Message message = message(name);

    assertThat(ConsensusCodec.verify(NETWORK_ID, message, verifier)).isTrue();
    assertThat(ConsensusCodec.verify(hash(0x4f), message, verifier)).isFalse();
    assertThat(
            switch (message) {
              case ConsensusCodec.Message.OfVote(SignedVote vote) -> ConsensusCodec.encode(vote);
              case ConsensusCodec.Message.OfProposal(SignedProposal proposal) ->
                  ConsensusCodec.encode(proposal);
            })
        .isEqualTo(bytes(name));
  }

  @Test
  void signsVotesIntoTheBytesOfTheScript() {
    assertThat(encoded(ALICE, VoteType.PREVOTE, 0, Optional.of(hash(0xb1))))
        .isEqualTo(bytes("prevote"));
    assertThat(encoded(ALICE, VoteType.PREVOTE, 3, Optional.empty()))
        .isEqualTo(bytes("prevoteNil"));
    assertThat(encoded(BOB, VoteType.PRECOMMIT, 300, Optional.of(hash(0xb1))))
        .isEqualTo(bytes("precommit"));
  }

  @Test
  void theCertificateInTheBatchProvesTheEpochBefore() {
    ValidatorSet validators =
        ValidatorSet.of(
            List.of(ALICE, BOB, CAROL).stream()
                .map(TestSigner::account)
                .sorted()
                .map(account -> new ValidatorSet.Validator(account, 100))
                .toList());
    Certificate certificate =
        CertificateCodec.parse(proposal("proposal").batch().getPreviousCertificate()).orElseThrow();
    SignatureCheck check =
        (vote, signature) ->
            verifier.verify(
                vote.validator().toBytes(),
                ConsensusCodec.signingBytes(NETWORK_ID, vote).toArray(),
                signature.toArray());

    assertThat(certificate.valueId()).isEqualTo(hash(0xb0));
    assertThat(certificate.check(validators, check)).isEqualTo(Certificate.Finding.VALID);
  }

  private static Bytes encoded(TestSigner by, VoteType type, int round, Optional<Bytes32> value) {
    Vote vote = new Vote(type, 7, round, value, by.account());
    byte[] signature = by.sign(ConsensusCodec.signingBytes(NETWORK_ID, vote).toArray());
    return ConsensusCodec.encode(new SignedVote(vote, Bytes.wrap(signature)));
  }

  private SignedProposal proposal(String name) {
    return ((ConsensusCodec.Message.OfProposal) message(name)).proposal();
  }

  private ConsensusCodec.Message message(String name) {
    return ConsensusCodec.parse(bytes(name).toArray()).orElseThrow();
  }

  private Bytes32 batchId() {
    return Bytes32.wrap(bytes("batchId"));
  }

  private Bytes bytes(String name) {
    return Bytes.fromHexString(vectors.get(name).textValue());
  }

  private static JsonNode read() {
    try (InputStream file =
        ConsensusVectorsTest.class.getResourceAsStream("/vectors/consensus.json")) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new IllegalStateException("the vectors do not read", e);
    }
  }
}
