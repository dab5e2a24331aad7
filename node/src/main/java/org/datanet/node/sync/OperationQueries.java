package org.datanet.node.sync;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.datanet.protocol.epoch.EpochLimits;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.EpochsRequest;
import org.datanet.protocol.wire.OperationsWanted;

/** Operations of one batch by their ids, from one peer, verified. */
final class OperationQueries {

  private final PeerQueries queries;
  private final OperationVerifier verifier;

  OperationQueries(PeerQueries queries, OperationVerifier verifier) {
    this.queries = queries;
    this.verifier = verifier;
  }

  /**
   * Those that the peer has, in the order wanted.
   *
   * @param wanted of one batch, which bounds their number and bytes
   * @throws LieException for an operation that nobody asked for or that does not verify
   */
  List<SignedOperation> from(String peer, List<OperationId> wanted, Turn turn)
      throws IOException, InterruptedException {
    Map<OperationId, SignedOperation> found = new LinkedHashMap<>();
    long bytes = 0;
    for (int start = 0; start < wanted.size(); start += SyncLimits.OPERATION_IDS_PER_REQUEST_MAX) {
      int end = Math.min(wanted.size(), start + SyncLimits.OPERATION_IDS_PER_REQUEST_MAX);
      Set<OperationId> missing = new LinkedHashSet<>(wanted.subList(start, end));
      boolean more = true;
      while (more && !missing.isEmpty()) {
        turn.check();
        List<ByteString> envelopes = ask(peer, missing);
        more = !envelopes.isEmpty();
        bytes += envelopes.stream().mapToLong(ByteString::size).sum();
        if (bytes > EpochLimits.ENVELOPE_BYTES_MAX) {
          throw new LieException("the operations of a batch have more bytes than a batch");
        }
        for (SignedOperation operation : verified(envelopes)) {
          if (!missing.remove(operation.id())) {
            throw new LieException("it sent an operation that was not asked for");
          }
          found.put(operation.id(), operation);
        }
      }
    }
    return wanted.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  private List<ByteString> ask(String peer, Set<OperationId> wanted)
      throws IOException, InterruptedException {
    ByteString.Output ids = ByteString.newOutput();
    for (OperationId id : wanted) {
      byte[] digest = id.digest().toArrayUnsafe();
      ids.write(digest, 0, digest.length);
    }
    OperationsWanted.Builder request =
        OperationsWanted.newBuilder().setOperationIds(ids.toByteString());
    return queries
        .epochs(peer, EpochsRequest.newBuilder().setOperations(request).build())
        .getOperations()
        .getOperationsList();
  }

  /** In order. */
  List<SignedOperation> verified(List<ByteString> envelopes)
      throws LieException, InterruptedException {
    List<byte[]> bytes = new ArrayList<>();
    envelopes.forEach(envelope -> bytes.add(envelope.toByteArray()));
    return verifier
        .decodeAll(bytes)
        .orElseThrow(() -> new LieException("an operation does not verify"));
  }
}
