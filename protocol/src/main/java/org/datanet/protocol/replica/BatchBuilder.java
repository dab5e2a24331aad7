package org.datanet.protocol.replica;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochAssembler;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.ContentFeatures;
import org.datanet.protocol.wire.EpochBatch;

/**
 * Makes the batch that this node proposes: as much of the pool as applies, of contents that it
 * holds.
 */
final class BatchBuilder {

  private final ReplicaConfig config;
  private final BatchJudge judge;

  BatchBuilder(ReplicaConfig config, BatchJudge judge) {
    this.config = config;
    this.judge = judge;
  }

  /** A batch of our own with what it comes to; valid because we built it. */
  record Built(EpochBatch batch, List<SignedOperation> operations, Execution execution) {}

  /** Empty where our onion has no layer for this epoch: then others propose. */
  Optional<Built> build(
      Chain chain,
      int round,
      List<SignedOperation> pool,
      TreeMap<WantedContent, ContentFeatures> features,
      long nowMs) {
    long epoch = chain.nextEpoch();
    Optional<Bytes32> layer = config.onion().layer(epoch);
    if (layer.isEmpty()) {
      return Optional.empty();
    }
    AccountId self = config.signer().account();
    EpochInputs candidates =
        new EpochInputs(
            config.networkId(),
            config.parameters(),
            epoch,
            self,
            layer.get(),
            chain.lastSigners(),
            held(pool, features));
    return switch (EpochAssembler.assemble(chain.ledger(), candidates)) {
      case EpochAssembler.Assembly.Impossible impossible -> Optional.empty();
      case EpochAssembler.Assembly.Assembled assembled ->
          Optional.of(batch(chain, round, layer.get(), assembled, nowMs));
    };
  }

  private Built batch(
      Chain chain,
      int round,
      Bytes32 layer,
      EpochAssembler.Assembly.Assembled assembled,
      long nowMs) {
    long epoch = chain.nextEpoch();
    Execution execution = judge.execution(chain, assembled.outcome());
    EpochBatch.Builder batch =
        EpochBatch.newBuilder()
            .setEpoch(epoch)
            .setNetworkId(WireBytes.toWire(config.networkId()))
            .setProposer(WireBytes.toWire(config.signer().account()))
            .setOriginRound(round)
            .setBeaconLayer(WireBytes.toWire(layer))
            .setTimestampMs(nowMs)
            .setStateDigest(WireBytes.toWire(execution.digest().root()))
            .setAttributionRoot(WireBytes.toWire(execution.outcome().attribution().root()))
            .setRewardRoot(WireBytes.toWire(execution.outcome().reward().root()))
            .setNextValidatorsHash(
                WireBytes.toWire(BatchJudge.nextValidatorsHash(execution.outcome(), epoch)));
    chain.lastCertificate().map(CertificateCodec::toWire).ifPresent(batch::setPreviousCertificate);
    List<SignedOperation> operations = new ArrayList<>();
    ByteString.Output ids = ByteString.newOutput();
    for (EpochInputs.Item item : assembled.inputs().operations()) {
      operations.add(item.operation());
      Bytes digest = item.operation().id().digest();
      byte[] id = digest.toArrayUnsafe();
      ids.write(id, 0, id.length);
      item.features().ifPresent(batch::addFeatures);
    }
    return new Built(batch.setOperationIds(ids.toByteString()).build(), operations, execution);
  }

  private static List<EpochInputs.Item> held(
      List<SignedOperation> pool, TreeMap<WantedContent, ContentFeatures> features) {
    List<EpochInputs.Item> items = new ArrayList<>();
    for (SignedOperation operation : pool) {
      if (operation.operation() instanceof Operation.Contribute opening) {
        Optional.ofNullable(features.get(WantedContent.of(opening)))
            .ifPresent(f -> items.add(new EpochInputs.Item(operation, Optional.of(f))));
      } else {
        items.add(new EpochInputs.Item(operation, Optional.empty()));
      }
    }
    return items;
  }
}
