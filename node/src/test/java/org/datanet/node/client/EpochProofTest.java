package org.datanet.node.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.client.EpochProof.Standing;
import org.datanet.node.client.EpochProof.UnprovenException;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.replica.BatchCodec;
import org.datanet.protocol.replica.CertificateCodec;
import org.datanet.protocol.replica.ConsensusCodec;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.EpochCertificate;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisValidator;
import org.junit.jupiter.api.Test;

class EpochProofTest {

  private static final int STRANGER = 9;
  private static final SignatureVerifier VERIFIER = Ed25519Providers.choose().verifier();
  private static final Genesis GENESIS = genesis("lexnet");
  private static final EpochBatch BATCH = batch(GENESIS);

  @Test
  void threeOfTheFourValidatorsOfGenesisAreItsQuorum() throws UnprovenException {
    DecidedEpoch header = header(certificate(GENESIS, BATCH, 1, 2, 4));

    EpochProof proof = EpochProof.check(GENESIS, header, VERIFIER);

    assertThat(proof.standing()).isEqualTo(Standing.GENESIS_QUORUM);
    assertThat(proof.epoch()).isEqualTo(7);
    assertThat(proof.attributionRoot()).isEqualTo(Bytes32.repeat((byte) 4));
    assertThat(proof.rewardRoot()).isEqualTo(Bytes32.repeat((byte) 5));
    assertThat(proof.signers()).isEqualTo(3);
    assertThat(proof.genesisSigners()).isEqualTo(3);
    assertThat(proof.genesisValidators()).isEqualTo(4);
  }

  @Test
  void signersThatGenesisDoesNotKnowCountForNothing() throws UnprovenException {
    DecidedEpoch half = header(certificate(GENESIS, BATCH, 1, 2, STRANGER, STRANGER + 1));
    DecidedEpoch quarter = header(certificate(GENESIS, BATCH, 1, STRANGER, STRANGER + 1));

    assertThat(EpochProof.check(GENESIS, half, VERIFIER).standing())
        .isEqualTo(Standing.GENESIS_THIRD);
    assertThat(EpochProof.check(GENESIS, quarter, VERIFIER).standing())
        .isEqualTo(Standing.UNKNOWN_SIGNERS);
  }

  @Test
  void aRootThatNobodySignedProvesNothing() {
    EpochBatch other =
        BATCH.toBuilder().setRewardRoot(WireBytes.toWire(Bytes32.repeat((byte) 6))).build();
    DecidedEpoch header =
        DecidedEpoch.newBuilder()
            .setBatch(other)
            .setCertificate(certificate(GENESIS, BATCH, 1, 2, 3))
            .build();

    assertUnproven(GENESIS, header, "a certificate of another batch");
  }

  @Test
  void anEpochOfAnotherNetworkProvesNothing() {
    Genesis other = genesis("other");

    assertUnproven(other, header(certificate(GENESIS, BATCH, 1, 2, 3)), "another network");
  }

  @Test
  void aSignatureThatDoesNotVerifyProvesNothing() {
    EpochCertificate.Builder forged = certificate(GENESIS, BATCH, 1, 2, 3).toBuilder();
    forged.getSignaturesBuilder(1).setSignature(ByteString.copyFrom(new byte[64]));

    assertUnproven(GENESIS, header(forged.build()), "does not verify");
  }

  @Test
  void aSignerCountsOnce() {
    assertUnproven(GENESIS, header(certificate(GENESIS, BATCH, 1, 1, 1)), "out of order");
  }

  @Test
  void genesisWithoutValidatorsProvesNothing() {
    Genesis empty = Genesis.newBuilder().setNetwork("empty").build();
    EpochBatch batch = batch(empty);
    DecidedEpoch header =
        DecidedEpoch.newBuilder()
            .setBatch(batch)
            .setCertificate(certificate(empty, batch, 1))
            .build();

    assertUnproven(empty, header, "without proper validators");
  }

  private static void assertUnproven(Genesis genesis, DecidedEpoch header, String why) {
    assertThatThrownBy(() -> EpochProof.check(genesis, header, VERIFIER))
        .isInstanceOf(UnprovenException.class)
        .hasMessageContaining(why);
  }

  private static Genesis genesis(String network) {
    return Genesis.newBuilder()
        .setNetwork(network)
        .addAllValidators(
            IntStream.rangeClosed(1, 4)
                .mapToObj(
                    i ->
                        GenesisValidator.newBuilder()
                            .setAccount(WireBytes.toWire(signer(i).account()))
                            .setStakeMicros(100)
                            .build())
                .toList())
        .build();
  }

  private static EpochBatch batch(Genesis genesis) {
    return EpochBatch.newBuilder()
        .setEpoch(7)
        .setNetworkId(WireBytes.toWire(GenesisLedger.networkId(genesis)))
        .setProposer(WireBytes.toWire(signer(1).account()))
        .setBeaconLayer(WireBytes.toWire(Bytes32.repeat((byte) 2)))
        .setStateDigest(WireBytes.toWire(Bytes32.repeat((byte) 3)))
        .setAttributionRoot(WireBytes.toWire(Bytes32.repeat((byte) 4)))
        .setRewardRoot(WireBytes.toWire(Bytes32.repeat((byte) 5)))
        .setNextValidatorsHash(WireBytes.toWire(Bytes32.repeat((byte) 6)))
        .build();
  }

  private static DecidedEpoch header(EpochCertificate certificate) {
    return DecidedEpoch.newBuilder().setBatch(BATCH).setCertificate(certificate).build();
  }

  private static EpochCertificate certificate(Genesis genesis, EpochBatch batch, int... signers) {
    Certificate unsigned = new Certificate(7, 0, BatchCodec.id(batch), List.of());
    return CertificateCodec.toWire(
        new Certificate(
            7,
            0,
            BatchCodec.id(batch),
            Arrays.stream(signers)
                .mapToObj(EpochProofTest::signer)
                .sorted(Comparator.comparing(Signer::account))
                .map(
                    signer ->
                        new Certificate.CommitSignature(
                            signer.account(),
                            Bytes.wrap(
                                signer.sign(
                                    ConsensusCodec.signingBytes(
                                            GenesisLedger.networkId(genesis),
                                            unsigned.voteOf(signer.account()))
                                        .toArray()))))
                .toList()));
  }

  private static Signer signer(int number) {
    byte[] seed = new byte[Keys.SEED_BYTES];
    seed[0] = (byte) number;
    return Keys.signer(seed);
  }
}
