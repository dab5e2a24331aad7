package org.datanet.node.client;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.Certificate.CommitSignature;
import org.datanet.protocol.consensus.SignatureCheck;
import org.datanet.protocol.consensus.ValidatorSet;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.replica.BatchCodec;
import org.datanet.protocol.replica.CertificateCodec;
import org.datanet.protocol.replica.ConsensusCodec;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.Genesis;

/**
 * What the validators signed of an epoch, checked without trust in the node that served it. Only
 * genesis is known beforehand, so that how much it says depends on how many of the validators of
 * genesis are among the signers: {@link Standing}.
 *
 * @param signers of the certificate, each with a signature that verifies
 * @param genesisSigners how many of them were validators in genesis
 * @param genesisValidators how many genesis has
 */
public record EpochProof(
    long epoch,
    Bytes32 attributionRoot,
    Bytes32 rewardRoot,
    int signers,
    int genesisSigners,
    int genesisValidators,
    Standing standing) {

  /** By the weight that the signers had in genesis. */
  public enum Standing {
    /** More than two thirds: as certain as consensus, while the set is that of genesis. */
    GENESIS_QUORUM,
    /** More than a third: one validator at least that genesis trusts, and that is honest. */
    GENESIS_THIRD,
    /** The set has changed too much since; only a walk from genesis can tell. */
    UNKNOWN_SIGNERS
  }

  /** The answer proves nothing. */
  public static final class UnprovenException extends Exception {
    private static final long serialVersionUID = 1L;

    UnprovenException(String message) {
      super(message);
    }
  }

  /**
   * @param header an epoch without its operations
   * @throws UnprovenException when the header is of another network, or its certificate is not of
   *     its batch, or a signature does not verify
   */
  public static EpochProof check(Genesis genesis, DecidedEpoch header, SignatureVerifier verifier)
      throws UnprovenException {
    Bytes32 networkId = GenesisLedger.networkId(genesis);
    EpochBatch batch = header.getBatch();
    require(BatchCodec.check(batch).isEmpty(), "a batch that is malformed");
    require(WireBytes.hash(batch.getNetworkId()).equals(networkId), "an epoch of another network");
    Optional<Certificate> parsed = CertificateCodec.parse(header.getCertificate());
    require(parsed.isPresent(), "a certificate that is malformed");
    Certificate certificate = parsed.orElseThrow();
    require(
        certificate.epoch() == batch.getEpoch()
            && certificate.valueId().equals(BatchCodec.id(batch)),
        "a certificate of another batch");
    checkSignatures(networkId, certificate, verifier);
    return judge(genesis, batch, certificate);
  }

  private static void checkSignatures(
      Bytes32 networkId, Certificate certificate, SignatureVerifier verifier)
      throws UnprovenException {
    SignatureCheck signatureCheck = ConsensusCodec.signatureCheck(networkId, verifier);
    List<CommitSignature> signatures = certificate.signatures();
    for (int i = 0; i < signatures.size(); i++) {
      CommitSignature commit = signatures.get(i);
      require(
          i == 0 || signatures.get(i - 1).validator().compareTo(commit.validator()) < 0,
          "signers out of order");
      require(
          signatureCheck.isValid(certificate.voteOf(commit.validator()), commit.signature()),
          "a signature that does not verify, of " + commit.validator().toDid());
    }
  }

  private static EpochProof judge(Genesis genesis, EpochBatch batch, Certificate certificate)
      throws UnprovenException {
    ValidatorSet trusted = validators(genesis);
    int genesisSigners = 0;
    long weight = 0;
    for (CommitSignature commit : certificate.signatures()) {
      genesisSigners += trusted.contains(commit.validator()) ? 1 : 0;
      weight += trusted.weightOf(commit.validator());
    }
    return new EpochProof(
        batch.getEpoch(),
        WireBytes.hash(batch.getAttributionRoot()),
        WireBytes.hash(batch.getRewardRoot()),
        certificate.signatures().size(),
        genesisSigners,
        trusted.size(),
        standing(trusted, weight));
  }

  private static Standing standing(ValidatorSet trusted, long weight) {
    if (trusted.quorum(weight)) {
      return Standing.GENESIS_QUORUM;
    }
    return trusted.oneThird(weight) ? Standing.GENESIS_THIRD : Standing.UNKNOWN_SIGNERS;
  }

  private static ValidatorSet validators(Genesis genesis) throws UnprovenException {
    try {
      return ValidatorSet.of(
          genesis.getValidatorsList().stream()
              .map(
                  validator ->
                      new ValidatorSet.Validator(
                          WireBytes.account(validator.getAccount()), validator.getStakeMicros()))
              .toList());
    } catch (IllegalArgumentException e) {
      throw new UnprovenException("the node serves a genesis without proper validators");
    }
  }

  private static void require(boolean holds, String what) throws UnprovenException {
    if (!holds) {
      throw new UnprovenException("the node serves " + what);
    }
  }
}
