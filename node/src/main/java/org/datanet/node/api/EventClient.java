package org.datanet.node.api;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** One listener: a response that stays open and a bounded number of writes on their way. */
final class EventClient {

  private final Context context;
  private final HttpServerResponse response;
  private final int queuedMax;
  private final AtomicInteger queued = new AtomicInteger();

  EventClient(Context context, HttpServerResponse response, int queuedMax) {
    this.context = context;
    this.response = response;
    this.queuedMax = queuedMax;
  }

  /**
   * Sends in the order of the calls; returns at once, on any thread.
   *
   * @return false if the listener lags too far behind: it is to be dropped
   */
  boolean offer(Buffer event) {
    if (queued.incrementAndGet() > queuedMax) {
      return false;
    }
    // A write is done when the socket took it, so a slow reader shows in the count.
    context.runOnContext(
        ignored -> response.write(event).onComplete(done -> queued.decrementAndGet()));
    return true;
  }

  void drop() {
    context.runOnContext(ignored -> response.reset());
  }
}
