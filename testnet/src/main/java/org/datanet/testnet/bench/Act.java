package org.datanet.testnet.bench;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.content.ContentFeatures;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.operation.SignedOperation;

/**
 * What a member does: a signed operation, and beside an opening the content.
 *
 * @param content of an opening, and of nothing else
 */
record Act(SignedOperation operation, Optional<Bytes> content) {

  static org.datanet.protocol.wire.ContentFeatures features(Bytes content) {
    ContentFeatures features = ContentFeatures.of(content.toArrayUnsafe());
    return org.datanet.protocol.wire.ContentFeatures.newBuilder()
        .setSizeBytes(features.sizeBytes())
        .setTokens(features.tokens())
        .build();
  }

  EpochInputs.Item item() {
    return new EpochInputs.Item(operation, content.map(Act::features));
  }
}
