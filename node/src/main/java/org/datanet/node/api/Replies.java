package org.datanet.node.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.ApiReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers and refusals on their way out. Every refusal is JSON with a reason and a message. */
final class Replies {

  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

  private Replies() {}

  static void send(RoutingContext request, Answer answer) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    response
        .putHeader("Content-Type", answer.contentType())
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(
            "Cache-Control",
            switch (answer.freshness()) {
              case CHANGES -> "no-store";
              case IMMUTABLE -> "public, max-age=31536000, immutable";
            })
        .end(Buffer.buffer(answer.body()));
  }

  /** Whatever a route failed with, or Vert.x on its behalf. */
  static void failed(RoutingContext request) {
    Throwable failure = request.failure();
    if (failure == null) {
      refuse(request, reasonOf(request.statusCode()));
      return;
    }
    send(request, refusalOf(request, failure));
  }

  private static RefusedException refusalOf(RoutingContext request, Throwable failure) {
    return switch (failure) {
      case RefusedException refused -> refused;
      case TimeoutException late ->
          RefusedException.of(ApiReason.NODE_BUSY, "the node did not answer in time; try again");
      case IOException disk -> storeFailed(request, disk);
      case UncheckedIOException disk -> storeFailed(request, disk);
      default -> {
        if (request.statusCode() >= 400 && request.statusCode() < 500) {
          yield withDefaultMessage(reasonOf(request.statusCode()));
        }
        LOG.error("{} {} failed", request.request().method(), request.normalizedPath(), failure);
        yield withDefaultMessage(ApiReason.INTERNAL_ERROR);
      }
    };
  }

  private static RefusedException storeFailed(RoutingContext request, Exception disk) {
    LOG.error("{} {} failed", request.request().method(), request.normalizedPath(), disk);
    return RefusedException.of(
        ApiReason.STORE_FAILED, "the store could not be read; the node's log says why");
  }

  static void refuse(RoutingContext request, ApiReason reason) {
    send(request, withDefaultMessage(reason));
  }

  private static RefusedException withDefaultMessage(ApiReason reason) {
    String message =
        switch (reason) {
          case BAD_REQUEST -> "the request cannot be read";
          case NOT_FOUND -> "the node has no such path";
          case METHOD_NOT_ALLOWED -> "the path takes another method";
          case BODY_TOO_LARGE -> "a body has at most " + (ApiLimits.BODY_BYTES_MAX >> 20) + " MiB";
          case UNSUPPORTED_MEDIA_TYPE -> "the body is of another type than the path takes";
          case NODE_BUSY -> "the node is busy; try again";
          case STORE_FAILED, INTERNAL_ERROR -> "the node failed; its log says why";
        };
    return RefusedException.of(reason, message);
  }

  private static ApiReason reasonOf(int httpStatus) {
    for (ApiReason reason : ApiReason.values()) {
      if (reason.httpStatus() == httpStatus) {
        return reason;
      }
    }
    return httpStatus < 500 ? ApiReason.BAD_REQUEST : ApiReason.INTERNAL_ERROR;
  }

  private static void send(RoutingContext request, RefusedException refusal) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    response.setStatusCode(refusal.httpStatus()).putHeader("Content-Type", "application/json");
    if (refusal.httpStatus() == 503) {
      response.putHeader("Retry-After", "1");
    }
    if (refusal.httpStatus() == 413) {
      // What is left of the body stays unread.
      response.putHeader("Connection", "close");
    }
    response.end(Buffer.buffer(ApiJson.write(refusal.body())));
  }
}
