package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.wire.PubsubWire.Message;

/** Own messages on their way to the router: bounded, and signed where their topic wants it. */
public final class Publications {

  /** That wait for the router; over it publishing fails. */
  static final long BYTES_MAX = 64L << 20;

  /** Memory of a publication besides its data; it bounds the number of empty ones. */
  private static final int OVERHEAD_BYTES = 1 << 10;

  private final int messageBytesMax;
  private final TopicRules otherTopics;
  private final Optional<MessageSigner> signer;
  private final Map<String, TopicRules> rules = new ConcurrentHashMap<>();
  private final AtomicLong waitingBytes = new AtomicLong();

  /**
   * @param author whose key signs, where a topic wants it
   * @param otherTopics rules of topics that are not defined
   */
  public Publications(int messageBytesMax, Optional<Identity> author, TopicRules otherTopics) {
    this.messageBytesMax = messageBytesMax;
    this.otherTopics = otherTopics;
    long nanosSince1970 = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    this.signer = author.map(identity -> new MessageSigner(identity, nanosSince1970));
  }

  void define(String topic, TopicRules topicRules) {
    rules.putIfAbsent(topic, topicRules);
  }

  /** Of those, what waits now. */
  public long waitingBytes() {
    return waitingBytes.get();
  }

  /**
   * @param queue takes the message, and what is to be run when it leaves the queue
   */
  public CompletionStage<Void> enqueue(
      String topic, byte[] data, BiConsumer<Message, Runnable> queue) {
    if (data.length > messageBytesMax) {
      return failed("a message of " + data.length + " bytes is too large to publish");
    }
    boolean signed =
        rules.getOrDefault(topic, otherTopics).signatures() == SignaturePolicy.STRICT_SIGN;
    if (signed && signer.isEmpty()) {
      return failed("nobody can sign messages of " + topic);
    }
    long bytes = data.length + OVERHEAD_BYTES;
    if (waitingBytes.addAndGet(bytes) > BYTES_MAX) {
      waitingBytes.addAndGet(-bytes);
      return failed("too many publications are waiting");
    }
    ByteString content = ByteString.copyFrom(data);
    Runnable taken = () -> waitingBytes.addAndGet(-bytes);
    if (signed) {
      signAndQueue(topic, content, queue, taken);
    } else {
      queue.accept(Messages.unsigned(topic, content), taken);
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Under one lock, so that messages leave in the order of their sequence numbers. */
  private synchronized void signAndQueue(
      String topic, ByteString data, BiConsumer<Message, Runnable> queue, Runnable taken) {
    queue.accept(signer.orElseThrow().sign(topic, data), taken);
  }

  private static CompletionStage<Void> failed(String why) {
    return CompletableFuture.failedFuture(new IOException(why));
  }
}
