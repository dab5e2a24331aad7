package org.datanet.node.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.ApiReason;
import org.datanet.node.api.model.Endpoint;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.node.storage.StoreView;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;

/** Every endpoint and what answers it. Whatever blocks runs on the workers. */
final class Routes {

  private final NodeFacade facade;
  private final NodeMetrics metrics;
  private final ServerBounds bounds;
  private final WorkerExecutor workers;
  private final EventHub events;
  private final Uploads uploads;
  private final Bans bans;
  private final DatanetAnswers datanets = new DatanetAnswers();
  private final RecordAnswers records = new RecordAnswers(datanets);
  private final EpochAnswers epochs = new EpochAnswers();
  private final RewardAnswers rewards = new RewardAnswers();
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicInteger uploading = new AtomicInteger();

  Routes(
      NodeFacade facade,
      NodeMetrics metrics,
      ServerBounds bounds,
      WorkerExecutor workers,
      EventHub events) {
    this.facade = facade;
    this.metrics = metrics;
    this.bounds = bounds;
    this.workers = workers;
    this.events = events;
    this.uploads = new Uploads(bounds.nodeTimeoutMs());
    this.bans = new Bans(facade);
  }

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    for (Endpoint endpoint : Endpoint.values()) {
      HttpMethod method = HttpMethod.valueOf(endpoint.method().name());
      if (endpoint.method() == Endpoint.Method.POST) {
        router.route(method, path(endpoint)).handler(this::admitUpload);
        router
            .route(method, path(endpoint))
            .handler(BodyHandler.create(false).setBodyLimit(ApiLimits.BODY_BYTES_MAX));
      }
      router.route(method, path(endpoint)).handler(request -> serve(endpoint, request));
    }
    router.route().failureHandler(Replies::failed);
    router.errorHandler(404, request -> Replies.refuse(request, ApiReason.NOT_FOUND));
    router.errorHandler(405, request -> Replies.refuse(request, ApiReason.METHOD_NOT_ALLOWED));
    router.errorHandler(400, request -> Replies.refuse(request, ApiReason.BAD_REQUEST));
    router.errorHandler(500, request -> Replies.refuse(request, ApiReason.INTERNAL_ERROR));
    return router;
  }

  /** {@code /v1/records/{record}} is {@code /v1/records/:record} here. */
  static String path(Endpoint endpoint) {
    return endpoint.template().replace('{', ':').replace("}", "");
  }

  /** Before the body is read: a few large ones at a time are what the heap has room for. */
  private void admitUpload(RoutingContext request) {
    try {
      Uploads.requireJson(request);
    } catch (RefusedException e) {
      request.fail(e);
      return;
    }
    if (uploading.incrementAndGet() > bounds.uploadsMax()) {
      uploading.decrementAndGet();
      request.fail(busy());
      return;
    }
    request.addEndHandler(ended -> uploading.decrementAndGet());
    request.next();
  }

  private static RefusedException busy() {
    return RefusedException.of(
        ApiReason.NODE_BUSY, "the node answers as many calls as it can; try again");
  }

  private void serve(Endpoint endpoint, RoutingContext request) {
    long startedNanos = System.nanoTime();
    request.addEndHandler(
        ended ->
            metrics.apiCall(
                endpoint.name(),
                request.response().getStatusCode(),
                System.nanoTime() - startedNanos));
    if (endpoint == Endpoint.EVENTS) {
      listen(request);
      return;
    }
    answer(endpoint, call(request), request)
        .onSuccess(answer -> Replies.send(request, answer))
        .onFailure(request::fail);
  }

  private void listen(RoutingContext request) {
    try {
      events.listen(request);
    } catch (RefusedException e) {
      request.fail(e);
    }
  }

  private static Call call(RoutingContext request) {
    Map<String, String> query = new LinkedHashMap<>();
    request.queryParams().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
    return new Call(request.pathParams(), query);
  }

  private Future<Answer> answer(Endpoint endpoint, Call call, RoutingContext request) {
    return switch (endpoint) {
      case STATUS -> work(() -> Answer.json(facade.status()));
      case PEERS -> work(() -> Answer.json(facade.peers()));
      case BANS -> work(() -> Answer.json(bans.all()));
      case BAN -> {
        byte[] body = body(request);
        yield work(() -> Answer.json(bans.add(body)));
      }
      case UNBAN -> work(() -> Answer.json(bans.lift(call.segment("peer"))));
      case PEERS_DROPPED -> work(() -> Answer.json(facade.droppedPeers()));
      case GENESIS -> readBytes(epochs::genesis);
      case PARAMETERS -> read(epochs::parameters);
      case ACCOUNT -> account(call);
      case DATANETS -> read(view -> datanets.list(call, view));
      case DATANET -> read(view -> datanets.one(call, view));
      case DATANET_RECORDS -> read(view -> records.list(call, view));
      case DATANET_RECORD -> read(view -> records.one(call, view));
      case RECORD -> read(view -> records.anywhere(call, view));
      case CONTENT -> work(() -> content(call));
      case PUT_CONTENTS -> {
        byte[] body = body(request);
        yield uploads.kept(work(() -> facade.putContents(uploads.contents(body))));
      }
      case SUBMIT -> {
        byte[] body = body(request);
        yield uploads.submitted(work(() -> facade.submit(uploads.envelopes(body))));
      }
      case OPERATION -> read(view -> operation(call, view));
      case EPOCHS -> read(view -> epochs.list(call, view));
      case EPOCH -> read(view -> epochs.one(call, view));
      case EPOCH_HEADER -> readBytes(view -> epochs.headerBytes(call, view));
      case EPOCH_ATTRIBUTION -> read(view -> epochs.attribution(call, view));
      case EPOCH_REWARDS -> read(view -> epochs.rewards(call, view));
      case EPOCH_OPERATIONS -> read(view -> epochs.operations(call, view));
      case REWARDS -> read(view -> rewards.rewards(call, view));
      case EARNERS -> read(view -> rewards.earners(call, view));
      case PANELS -> read(view -> records.seats(call, view));
      case EXPLAIN_USE -> read(view -> rewards.explainUse(call, view));
      case EXPLAIN_ACCOUNT -> read(view -> rewards.explainAccount(call, view));
      case METRICS -> work(() -> Answer.text(NodeMetrics.CONTENT_TYPE, metrics.scrape()));
      case EVENTS -> throw new IllegalStateException("events are a stream, not an answer");
    };
  }

  private static byte[] body(RoutingContext request) {
    Buffer body = request.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }

  private Future<Answer> account(Call call) {
    return work(call::account)
        .compose(
            account ->
                uploads.within(
                    work(() -> facade.nextNonce(account)), nonce -> account(account, nonce)));
  }

  private Future<Answer> account(AccountId account, long nextNonce) {
    return read(view -> datanets.account(account, nextNonce, view));
  }

  private Answer content(Call call) throws IOException, RefusedException {
    Cid cid = call.cid();
    Bytes content =
        facade
            .records()
            .get(cid)
            .orElseThrow(() -> RefusedException.notFound("the content is not held here"));
    return Answer.immutable(content.toArrayUnsafe());
  }

  private Object operation(Call call, StoreView view) throws IOException, RefusedException {
    OperationId id = call.operation();
    return epochs.operation(id, facade.pending(id), view);
  }

  /** Reads one moment of the store. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(StoreView view) throws IOException, RefusedException;
  }

  private Future<Answer> read(Reading<Object> reading) {
    return work(() -> Answer.json(from(reading)));
  }

  private Future<Answer> readBytes(Reading<byte[]> reading) {
    return work(() -> Answer.immutable(from(reading)));
  }

  private <T> T from(Reading<T> reading) throws IOException, RefusedException {
    try (StoreView view = facade.view()) {
      return reading.from(view);
    }
  }

  private <T> Future<T> work(Callable<T> task) {
    if (reading.incrementAndGet() > bounds.readsMax()) {
      reading.decrementAndGet();
      return Future.failedFuture(busy());
    }
    return workers.executeBlocking(task, false).onComplete(done -> reading.decrementAndGet());
  }
}
