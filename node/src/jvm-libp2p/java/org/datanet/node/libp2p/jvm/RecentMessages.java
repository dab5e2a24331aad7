package org.datanet.node.libp2p.jvm;

import io.libp2p.core.pubsub.ValidationResult;
import io.libp2p.etc.types.WBytes;
import io.libp2p.pubsub.PubsubMessage;
import io.libp2p.pubsub.SeenCache;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages that went through the router, for a time and up to a number; jvm-libp2p's own cache
 * knows the time only. Router's thread only, but for {@link #getSize}.
 */
final class RecentMessages implements SeenCache<Optional<ValidationResult>> {

  private final Map<WBytes, Seen> byId = new LinkedHashMap<>();
  private final long ttlMs;
  private final int max;
  private final LongSupplier nowMs;
  private volatile int size;

  RecentMessages(long ttlMs, int max, LongSupplier nowMs) {
    this.ttlMs = ttlMs;
    this.max = max;
    this.nowMs = nowMs;
  }

  private record Seen(Optional<ValidationResult> result, long atMs) {}

  @Override
  public int getSize() {
    return size;
  }

  @Override
  public void put(PubsubMessage message, Optional<ValidationResult> result) {
    long now = nowMs.getAsLong();
    Seen earlier = byId.get(message.getMessageId());
    byId.put(message.getMessageId(), new Seen(result, earlier == null ? now : earlier.atMs()));
    Iterator<Seen> oldest = byId.values().iterator();
    while (oldest.hasNext() && (oldest.next().atMs() < now - ttlMs || byId.size() > max)) {
      oldest.remove();
    }
    size = byId.size();
  }

  @Override
  public @Nullable Optional<ValidationResult> get(PubsubMessage message) {
    Seen seen = byId.get(message.getMessageId());
    return seen == null ? null : seen.result();
  }

  @Override
  public boolean isSeen(PubsubMessage message) {
    return isSeen(message.getMessageId());
  }

  @Override
  public boolean isSeen(WBytes id) {
    return byId.containsKey(id);
  }

  @Override
  public void remove(WBytes id) {
    byId.remove(id);
    size = byId.size();
  }

  @Override
  public PubsubMessage getSeenMessageCached(PubsubMessage message) {
    return message;
  }
}
