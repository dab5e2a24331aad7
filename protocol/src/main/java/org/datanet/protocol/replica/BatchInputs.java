package org.datanet.protocol.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.ContentFeatures;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.NetworkParameters;

/** A batch and its operations as what an epoch takes in, for validators and for audits alike. */
public final class BatchInputs {

  private BatchInputs() {}

  /**
   * Each operation, openings with what the batch states of their contents.
   *
   * @param operations all of the batch's, in its order
   * @return empty where the batch has not one entry of features for each opening
   */
  public static Optional<List<EpochInputs.Item>> items(
      EpochBatch batch, List<SignedOperation> operations) {
    List<EpochInputs.Item> items = new ArrayList<>();
    int next = 0;
    for (SignedOperation operation : operations) {
      Optional<ContentFeatures> features = Optional.empty();
      if (operation.operation() instanceof Operation.Contribute) {
        if (next == batch.getFeaturesCount()) {
          return Optional.empty();
        }
        features = Optional.of(batch.getFeatures(next++));
      }
      items.add(new EpochInputs.Item(operation, features));
    }
    return next == batch.getFeaturesCount() ? Optional.of(items) : Optional.empty();
  }

  /**
   * @param batch whose form was checked
   */
  public static EpochInputs of(
      Bytes32 networkId,
      NetworkParameters parameters,
      EpochBatch batch,
      List<EpochInputs.Item> items) {
    return new EpochInputs(
        networkId,
        parameters,
        batch.getEpoch(),
        WireBytes.account(batch.getProposer()),
        WireBytes.hash(batch.getBeaconLayer()),
        batch.getPreviousCertificate().getSignaturesList().stream()
            .map(signature -> WireBytes.account(signature.getValidator()))
            .toList(),
        items);
  }
}
