package org.datanet.protocol.epoch;

import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.DueEntry;

/** A datanet's creation. docs/protocol.md §3, phase 7. */
final class Datanets {

  private Datanets() {}

  static void create(
      EpochContext context, SignedOperation operation, Operation.CreateDatanet creation) {
    DatanetEntry entry =
        DatanetEntry.newBuilder()
            .setCreator(WireBytes.toWire(operation.author()))
            .setCreatedEpoch(context.epoch())
            .setManifest(ManifestCodec.toWire(creation.manifest()))
            .build();
    context.changes().put(Keys.datanet(operation.id().digest()), entry);
    context
        .changes()
        .put(Keys.datanetName(creation.manifest().name()), DueEntry.getDefaultInstance());
  }
}
