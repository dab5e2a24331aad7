package org.datanet.node.audit;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.keys.Keys;
import org.datanet.node.storage.EpochCommit;
import org.datanet.node.storage.NodeStore;
import org.datanet.protocol.consensus.Certificate;
import org.datanet.protocol.consensus.ProposerSchedule;
import org.datanet.protocol.consensus.ValidatorSet;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.epoch.EpochResult;
import org.datanet.protocol.epoch.EpochTransition;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.hashing.BucketDigest;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.ledger.StateDigests;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.operation.WireForms;
import org.datanet.protocol.replica.BatchCodec;
import org.datanet.protocol.replica.CertificateCodec;
import org.datanet.protocol.replica.ConsensusCodec;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.EpochCertificate;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.GenesisValidator;
import org.datanet.protocol.wire.NetworkParameters;
import org.datanet.protocol.wire.RewardRow;

/**
 * Three validators of equal stake who close epochs of one transfer each, honestly or in collusion.
 */
public final class AuditedChain {

  static final AccountId MEMBER = Keys.accountOf(seed(9));
  private static final long STAKE_MICROS = 100_000_000;
  private static final int LAYERS = 100;

  /** What is wrong with an epoch that all validators nevertheless agree on. */
  public enum Defect {
    NONE,
    QUORUM_MISSED,
    SIGNATURE_FORGED,
    OPERATION_FORGED,
    MONEY_PRINTED,
    REWARD_ROW_ADDED,
    VALIDATORS_HASH_WRONG
  }

  private final TreeMap<AccountId, Signer> signers = new TreeMap<>();
  private final TreeMap<AccountId, HashOnion> onions = new TreeMap<>();
  private final MemoryLedger ledger = new MemoryLedger();
  private final BucketDigest digest = BucketDigest.empty();
  private final NodeStore store;
  private final Genesis genesis;
  private final ValidatorSet validators;
  private Optional<EpochCertificate> previous = Optional.empty();
  private long epoch;

  public AuditedChain(NodeStore store, Genesis genesis) throws IOException {
    this.store = store;
    this.genesis = genesis;
    for (int i = 1; i <= 3; i++) {
      Signer signer = Keys.signer(seed(i));
      signers.put(signer.account(), signer);
      onions.put(signer.account(), Keys.onion(seed(i), 1, LAYERS));
    }
    this.validators =
        ValidatorSet.of(
            signers.keySet().stream()
                .map(account -> new ValidatorSet.Validator(account, STAKE_MICROS))
                .toList());
    List<LedgerChanges.Change> changes = GenesisLedger.changes(genesis).changes();
    take(changes);
    store.commitGenesis(genesis, changes, digest);
  }

  private static byte[] seed(int number) {
    byte[] seed = new byte[Keys.SEED_BYTES];
    seed[0] = (byte) number;
    return seed;
  }

  public static Genesis genesis() {
    TreeMap<AccountId, HashOnion> onions = new TreeMap<>();
    for (int i = 1; i <= 3; i++) {
      onions.put(Keys.accountOf(seed(i)), Keys.onion(seed(i), 1, LAYERS));
    }
    Genesis.Builder genesis =
        Genesis.newBuilder()
            .setNetwork("audited")
            .setParameters(
                NetworkParameters.newBuilder()
                    .setOpFeeMicros(100)
                    .setByteFeeMicros(1)
                    .setMinEpochMs(2_000)
                    .setMinValidatorStakeMicros(STAKE_MICROS)
                    .setValidatorUnbondEpochs(48)
                    .setDefaults(ManifestCodec.toWire(ParameterSet.defaults(0)))
                    .setMinCuratorsFloor(3))
            .addAccounts(
                GenesisAccount.newBuilder()
                    .setAccount(WireBytes.toWire(MEMBER))
                    .setBalanceMicros(1_000_000_000));
    onions.forEach(
        (account, onion) ->
            genesis.addValidators(
                GenesisValidator.newBuilder()
                    .setAccount(WireBytes.toWire(account))
                    .setStakeMicros(STAKE_MICROS)
                    .setBeacon(
                        WireForms.toWire(new Operation.BeaconCommitment(onion.tip(), 1, LAYERS)))));
    return genesis.build();
  }

  private Bytes32 networkId() {
    return GenesisLedger.networkId(genesis);
  }

  private void take(List<LedgerChanges.Change> changes) {
    StateDigests.apply(digest, changes);
    ledger.apply(changes);
  }

  public void closeEpoch(Defect defect) throws IOException {
    epoch++;
    SignedOperation transfer =
        OperationCodec.sign(
            Keys.signer(seed(9)),
            networkId(),
            epoch,
            epoch + 8,
            new Operation.Transfer(validators.validators().get(0).account(), 1_000));
    AccountId proposer = new ProposerSchedule(validators).proposer(epoch, 0);
    Bytes32 layer = onions.get(proposer).layer((int) epoch - 1);
    EpochOutcome outcome = execute(proposer, layer, transfer);
    if (defect == Defect.MONEY_PRINTED) {
      outcome
          .changes()
          .put(
              org.datanet.protocol.ledger.Keys.account(MEMBER),
              AccountEntry.newBuilder().setBalanceMicros(1L << 40).setNonce(epoch).build());
    }
    List<LedgerChanges.Change> changes = outcome.changes().changes();
    take(changes);
    EpochBatch batch = batch(proposer, layer, transfer, outcome, defect);
    EpochCertificate certificate = certificate(batch, defect);
    previous = Optional.of(certificate);
    RewardTable reward =
        defect == Defect.REWARD_ROW_ADDED
            ? new RewardTable(List.of(rewardRow()))
            : outcome.reward();
    DecidedEpoch decided =
        DecidedEpoch.newBuilder()
            .setBatch(batch)
            .setCertificate(certificate)
            .addOperations(envelope(transfer, defect))
            .build();
    store.commit(
        new EpochCommit(
            decided, List.of(transfer), changes, digest, outcome.attribution(), reward));
  }

  private EpochOutcome execute(AccountId proposer, Bytes32 layer, SignedOperation transfer) {
    List<AccountId> paid =
        previous.stream()
            .flatMap(c -> c.getSignaturesList().stream())
            .map(s -> WireBytes.account(s.getValidator()))
            .toList();
    EpochInputs inputs =
        new EpochInputs(
            networkId(),
            genesis.getParameters(),
            epoch,
            proposer,
            layer,
            paid,
            List.of(new EpochInputs.Item(transfer, Optional.empty())));
    return switch (EpochTransition.apply(ledger, inputs)) {
      case EpochResult.Applied(EpochOutcome outcome) -> outcome;
      case EpochResult.Refused refused -> throw new AssertionError(refused);
    };
  }

  private EpochBatch batch(
      AccountId proposer,
      Bytes32 layer,
      SignedOperation transfer,
      EpochOutcome outcome,
      Defect defect) {
    Bytes32 validatorsHash = Hasher.of("validators").addBytes(validators.encode()).digest();
    EpochBatch.Builder batch =
        EpochBatch.newBuilder()
            .setEpoch(epoch)
            .setNetworkId(WireBytes.toWire(networkId()))
            .setProposer(WireBytes.toWire(proposer))
            .setBeaconLayer(WireBytes.toWire(layer))
            .setOperationIds(WireBytes.toWire(transfer.id().digest()))
            .setStateDigest(WireBytes.toWire(digest.root()))
            .setAttributionRoot(WireBytes.toWire(outcome.attribution().root()))
            .setRewardRoot(WireBytes.toWire(outcome.reward().root()))
            .setNextValidatorsHash(
                WireBytes.toWire(
                    defect == Defect.VALIDATORS_HASH_WRONG ? Bytes32.ZERO : validatorsHash));
    previous.ifPresent(batch::setPreviousCertificate);
    return batch.build();
  }

  private EpochCertificate certificate(EpochBatch batch, Defect defect) {
    Bytes32 batchId = BatchCodec.id(batch);
    Certificate unsigned = new Certificate(epoch, 0, batchId, List.of());
    List<Certificate.CommitSignature> signatures = new ArrayList<>();
    for (Signer signer : signers.values()) {
      Bytes message = ConsensusCodec.signingBytes(networkId(), unsigned.voteOf(signer.account()));
      byte[] signature = signer.sign(message.toArray());
      if (defect == Defect.SIGNATURE_FORGED) {
        signature[5] ^= 1;
      }
      signatures.add(new Certificate.CommitSignature(signer.account(), Bytes.wrap(signature)));
    }
    // Two of three equal stakes are not more than two thirds.
    int signed = defect == Defect.QUORUM_MISSED ? 2 : 3;
    return CertificateCodec.toWire(
        new Certificate(epoch, 0, batchId, signatures.subList(0, signed)));
  }

  private static ByteString envelope(SignedOperation operation, Defect defect) {
    byte[] envelope = operation.envelope().toArray();
    if (defect == Defect.OPERATION_FORGED) {
      envelope[envelope.length - 1] ^= 1; // of the signature
    }
    return ByteString.copyFrom(envelope);
  }

  static RewardRow rewardRow() {
    return RewardRow.newBuilder()
        .setAccount(WireBytes.toWire(MEMBER))
        .setDatanet(WireBytes.toWire(Bytes32.ZERO))
        .setAmountMicros(77)
        .build();
  }
}
