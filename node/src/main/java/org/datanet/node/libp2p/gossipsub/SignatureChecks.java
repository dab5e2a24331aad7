package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.datanet.node.libp2p.record.PeerRecord;
import org.datanet.node.libp2p.wire.PubsubWire.Message;

/**
 * Checks the signatures of messages and peer records on threads of its own, of which there are none
 * while nothing is signed. The router bounds the messages that wait here.
 */
final class SignatureChecks implements AutoCloseable {

  /** Introductions that wait; more of them at a time are flooding, not help. */
  private static final int INTRODUCTIONS_MAX = 128;

  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor pool;
  private final AtomicInteger introductions = new AtomicInteger();

  SignatureChecks() {
    int threads = Runtime.getRuntime().availableProcessors();
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("gossip-check-", 0).factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
  }

  /** Tells on another thread whether the message is signed by its author. */
  void check(Message message, Consumer<Boolean> outcome) {
    pool.execute(() -> outcome.accept(Messages.isSigned(message)));
  }

  /** Passes on the peers whose records are their own. */
  void introduce(List<Action.Introduced> peers, PeerExchange exchange) {
    for (Action.Introduced introduced : peers) {
      if (introduced.signedRecord().isEmpty()) {
        exchange.introduced(introduced.peer());
      } else if (introductions.incrementAndGet() <= INTRODUCTIONS_MAX) {
        pool.execute(() -> open(introduced, exchange));
      } else {
        introductions.decrementAndGet();
      }
    }
  }

  private void open(Action.Introduced introduced, PeerExchange exchange) {
    introductions.decrementAndGet();
    ByteString envelope = introduced.signedRecord();
    PeerRecord.open(envelope)
        .filter(record -> record.peer().equals(introduced.peer()))
        .ifPresent(record -> exchange.introduced(record, envelope));
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
