package org.datanet.node.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.ApiReason;
import org.datanet.node.api.model.NodeEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Server-sent events (WHATWG HTML §9.2) to all listeners; a slow one never holds up the others. */
final class EventHub {

  private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final ServerBounds bounds;
  private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();

  EventHub(ServerBounds bounds) {
    this.bounds = bounds;
  }

  void startHeartbeat(Vertx vertx) {
    vertx.setPeriodic(bounds.heartbeatMs(), timer -> send(HEARTBEAT));
  }

  /** On the request's event loop. */
  void listen(RoutingContext request) throws RefusedException {
    if (clients.size() >= bounds.eventClientsMax()) {
      throw RefusedException.of(
          ApiReason.NODE_BUSY, bounds.eventClientsMax() + " clients listen to events already");
    }
    HttpServerResponse response = request.response();
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store");
    EventClient client =
        new EventClient(request.vertx().getOrCreateContext(), response, bounds.eventsQueuedMax());
    response.closeHandler(closed -> clients.remove(client));
    response.exceptionHandler(broken -> clients.remove(client));
    clients.add(client);
    // Sends the headers, which tell the listener that it misses nothing from here on.
    client.offer(HEARTBEAT);
  }

  /** On any thread; returns at once. */
  void publish(NodeEvent event) {
    if (!clients.isEmpty()) {
      send(
          Buffer.buffer("event: " + event.name() + "\ndata: " + ApiJson.writeText(event) + "\n\n"));
    }
  }

  private void send(Buffer event) {
    for (EventClient client : clients) {
      if (!client.offer(event) && clients.remove(client)) {
        LOG.info("a listener to events lags {} events behind: dropped", bounds.eventsQueuedMax());
        client.drop();
      }
    }
  }

  int clients() {
    return clients.size();
  }
}
