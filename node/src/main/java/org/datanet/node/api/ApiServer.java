package org.datanet.node.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.datanet.node.metrics.NodeMetrics;

/** The HTTP API of a running node. docs/openapi.yaml describes it. */
public final class ApiServer implements AutoCloseable {

  /** Where the API listens unless told otherwise: nobody but this machine. */
  public static final String LOOPBACK = "127.0.0.1";

  /** Headers and the first line; the longest path has a cursor of 256 characters. */
  private static final int HEADER_BYTES_MAX = 8 << 10;

  private final Vertx vertx;
  private final HttpServer http;
  private final NodeFacade.Subscription subscription;

  private ApiServer(Vertx vertx, HttpServer http, NodeFacade.Subscription subscription) {
    this.vertx = vertx;
    this.http = http;
    this.subscription = subscription;
  }

  /**
   * Listens, and returns once it does.
   *
   * @param port 0 for any free one; {@link #port()} tells which
   * @throws PortInUseException if another program listens there
   * @throws IOException if the address cannot be listened on for another reason
   */
  public static ApiServer start(String host, int port, NodeFacade facade, NodeMetrics metrics)
      throws IOException {
    return start(host, port, facade, metrics, ServerBounds.defaults());
  }

  static ApiServer start(
      String host, int port, NodeFacade facade, NodeMetrics metrics, ServerBounds bounds)
      throws IOException {
    Vertx vertx = vertx();
    WorkerExecutor workers =
        vertx.createSharedWorkerExecutor(
            "datanet-api-worker", bounds.workers(), 60, TimeUnit.SECONDS);
    EventHub events = new EventHub(bounds);
    HttpServer http =
        vertx
            .createHttpServer(options(bounds))
            .connectionHandler(connectionLimit(bounds.connectionsMax()))
            .requestHandler(new Routes(facade, metrics, bounds, workers, events).router(vertx));
    listen(vertx, http, host, port);
    events.startHeartbeat(vertx);
    metrics.gauge("datanet.api.event.clients", "listeners to events", events::clients);
    return new ApiServer(vertx, http, facade.subscribe(events::publish));
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(2)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  private static HttpServerOptions options(ServerBounds bounds) {
    return new HttpServerOptions()
        .setMaxInitialLineLength(HEADER_BYTES_MAX)
        .setMaxHeaderSize(HEADER_BYTES_MAX)
        .setHttp2ClearTextEnabled(false)
        .setCompressionSupported(false)
        .setIdleTimeout(bounds.idleTimeoutMs())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private static io.vertx.core.Handler<HttpConnection> connectionLimit(int connectionsMax) {
    AtomicInteger open = new AtomicInteger();
    return connection -> {
      connection.closeHandler(closed -> open.decrementAndGet());
      if (open.incrementAndGet() > connectionsMax) {
        connection.close();
      }
    };
  }

  private static void listen(Vertx vertx, HttpServer http, String host, int port)
      throws IOException {
    try {
      await(http.listen(port, host));
    } catch (CompletionException e) {
      await(vertx.close());
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
        throw new PortInUseException(host, port, cause);
      }
      throw new IOException(
          "cannot listen on port " + port + " of " + host + ": " + cause.getMessage(), cause);
    }
  }

  /** Not for an event loop's thread. */
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** The port listened on. */
  public int port() {
    return http.actualPort();
  }

  /** Ends every connection and waits for it; calls under way may go unanswered. */
  @Override
  public void close() {
    subscription.close();
    await(vertx.close());
  }
}
