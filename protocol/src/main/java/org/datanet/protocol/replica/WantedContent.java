package org.datanet.protocol.replica;

import java.util.Comparator;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.SignedOperation;

/**
 * A content as an opening describes it: its size must be the one named, and the datanet's schema
 * decides whether it will do.
 */
public record WantedContent(Bytes32 datanet, Cid cid, long sizeBytes)
    implements Comparable<WantedContent> {

  private static final Comparator<WantedContent> ORDER =
      Comparator.comparing(WantedContent::datanet)
          .thenComparing(WantedContent::cid)
          .thenComparingLong(WantedContent::sizeBytes);

  /** What the operation wants held; empty for all but openings. */
  public static Optional<WantedContent> of(SignedOperation operation) {
    return operation.operation() instanceof Operation.Contribute opening
        ? Optional.of(of(opening))
        : Optional.empty();
  }

  static WantedContent of(Operation.Contribute opening) {
    return new WantedContent(opening.datanet(), opening.cid(), opening.sizeBytes());
  }

  @Override
  public int compareTo(WantedContent other) {
    return ORDER.compare(this, other);
  }
}
