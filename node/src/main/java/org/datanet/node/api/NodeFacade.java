package org.datanet.node.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.api.model.BanInfo;
import org.datanet.node.api.model.DroppedPeerInfo;
import org.datanet.node.api.model.NodeEvent;
import org.datanet.node.api.model.NodeStatus;
import org.datanet.node.api.model.PeerInfo;
import org.datanet.node.storage.RecordStore;
import org.datanet.node.storage.StoreView;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.content.ContentFeatures;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Refusal;

/**
 * All that the API asks of the node it runs in. Called from the API's worker threads, several at a
 * time; stages may complete on any thread. A stage that fails is a bug or a broken disk: what is
 * wrong with the input is in the results.
 */
public interface NodeFacade {

  /**
   * What became of one envelope.
   *
   * @param refusal empty if it waits in the pool now
   */
  record SubmitResult(OperationId id, Optional<Refusal> refusal) {}

  /** What became of one content. */
  sealed interface ContentResult {
    record Stored(Cid cid, ContentFeatures features) implements ContentResult {}

    record Refused(Refusal refusal) implements ContentResult {}
  }

  /** Ends what {@link #subscribe} began; closing twice is no error. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  NodeStatus status();

  List<PeerInfo> peers();

  /** In peer order. */
  List<BanInfo> bans();

  /**
   * Cuts the peer off and keeps it out, over restarts too.
   *
   * @param untilMs Unix time; empty for as long as nobody lifts the ban
   * @throws IllegalArgumentException if {@code peerId} is no peer id
   */
  void ban(String peerId, Optional<Long> untilMs, String reason) throws IOException;

  /**
   * Whether there was a ban to lift.
   *
   * @throws IllegalArgumentException if {@code peerId} is no peer id
   */
  boolean unban(String peerId) throws IOException;

  /** Peers whose connections ended last, the latest first. */
  List<DroppedPeerInfo> droppedPeers();

  /** One result per envelope, in order. At most 1,000 envelopes of any size and content. */
  CompletionStage<List<SubmitResult>> submit(List<byte[]> envelopes);

  /** One result per content, in order. At most 256 contents, 8 MiB together. */
  CompletionStage<List<ContentResult>> putContents(List<byte[]> contents);

  /** What the account's next operation must carry, the ones in the pool counted; from 1. */
  CompletionStage<Long> nextNonce(AccountId account);

  /** The envelope of an operation that waits in the pool. */
  Optional<Bytes> pending(OperationId id);

  /** The ledger, epochs and lists of one moment; the API closes it with the request. */
  StoreView view() throws IOException;

  RecordStore records();

  /**
   * Tells {@code listener} every event from now on, in order. The listener returns at once and does
   * not throw.
   */
  Subscription subscribe(Consumer<NodeEvent> listener);
}
