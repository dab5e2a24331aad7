package org.datanet.node.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.datanet.node.api.NodeFacade.ContentResult;
import org.datanet.node.api.NodeFacade.SubmitResult;
import org.datanet.node.api.model.ApiJson;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.ApiReason;
import org.datanet.node.api.model.ContentOutcome;
import org.datanet.node.api.model.ContentOutcomes;
import org.datanet.node.api.model.ContentUpload;
import org.datanet.node.api.model.MalformedJsonException;
import org.datanet.node.api.model.OperationOutcome;
import org.datanet.node.api.model.OperationOutcomes;
import org.datanet.node.api.model.OperationUpload;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;

/**
 * What callers bring: operations and contents, checked for count and size before the node sees
 * them.
 */
final class Uploads {

  private final long nodeTimeoutMs;

  Uploads(long nodeTimeoutMs) {
    this.nodeTimeoutMs = nodeTimeoutMs;
  }

  /** Reads the body; on a worker. */
  List<byte[]> envelopes(byte[] body) throws RefusedException {
    List<byte[]> envelopes = read(body, OperationUpload.class).operations();
    requireCount("operations", envelopes, ApiLimits.OPERATIONS_PER_CALL_MAX);
    return envelopes;
  }

  /** Reads the body; on a worker. */
  List<byte[]> contents(byte[] body) throws RefusedException {
    List<byte[]> contents = read(body, ContentUpload.class).contents();
    requireCount("contents", contents, ApiLimits.CONTENTS_PER_CALL_MAX);
    long bytes = contents.stream().mapToLong(content -> content.length).sum();
    if (bytes > ApiLimits.CONTENT_BYTES_PER_CALL_MAX) {
      throw RefusedException.of(
          ApiReason.BODY_TOO_LARGE, "the contents of one call have at most 8 MiB together");
    }
    return contents;
  }

  static <T> T read(byte[] body, Class<T> type) throws RefusedException {
    try {
      return ApiJson.read(body, type);
    } catch (MalformedJsonException e) {
      throw RefusedException.badRequest("the body is not what it should be: " + e.getMessage());
    }
  }

  private static void requireCount(String what, List<byte[]> items, int max)
      throws RefusedException {
    if (items.isEmpty() || items.size() > max) {
      throw RefusedException.badRequest(
          "a call carries 1 to " + max + " " + what + ", not " + items.size());
    }
  }

  /** {@code asked} is what the node was asked on a worker. */
  Future<Answer> submitted(Future<CompletionStage<List<SubmitResult>>> asked) {
    return within(asked, Uploads::answer);
  }

  /** {@code asked} is what the node was asked on a worker. */
  Future<Answer> kept(Future<CompletionStage<List<ContentResult>>> asked) {
    return within(
        asked,
        results ->
            Future.succeededFuture(
                Answer.json(new ContentOutcomes(results.stream().map(Uploads::outcome).toList()))));
  }

  /**
   * A node that does not answer in time gets no second chance to: the caller may ask again. The
   * answer is made on the request's event loop, never on the thread that completed the stage.
   */
  <T> Future<Answer> within(
      Future<CompletionStage<T>> asked, Function<T, Future<Answer>> toAnswer) {
    Context context = Vertx.currentContext();
    return asked
        .compose(
            stage ->
                Future.fromCompletionStage(stage, context)
                    .timeout(nodeTimeoutMs, TimeUnit.MILLISECONDS))
        .compose(toAnswer);
  }

  private static Future<Answer> answer(List<SubmitResult> results) {
    List<OperationOutcome> outcomes = new ArrayList<>(results.size());
    boolean none = true;
    for (SubmitResult result : results) {
      outcomes.add(outcome(result));
      none &= result.refusal().map(Uploads::isTemporary).orElse(false);
    }
    if (none) {
      Refusal first = results.get(0).refusal().orElseThrow();
      return Future.failedFuture(RefusedException.unavailable(first.reason(), first.message()));
    }
    return Future.succeededFuture(Answer.json(new OperationOutcomes(outcomes)));
  }

  private static boolean isTemporary(Refusal refusal) {
    return refusal.reason() == Reason.POOL_FULL;
  }

  private static OperationOutcome outcome(SubmitResult result) {
    return new OperationOutcome(
        result.id().toString(),
        result.refusal().isEmpty(),
        result.refusal().map(refusal -> refusal.reason().name()),
        result.refusal().map(Refusal::message));
  }

  private static ContentOutcome outcome(ContentResult result) {
    return switch (result) {
      case ContentResult.Stored(var cid, var features) ->
          ContentOutcome.stored(cid.toString(), features.sizeBytes(), features.tokens());
      case ContentResult.Refused(var refusal) ->
          ContentOutcome.refused(refusal.reason().name(), refusal.message());
    };
  }

  /** Bodies are JSON and say so: a web page of another origin then cannot send one unasked. */
  static void requireJson(RoutingContext request) throws RefusedException {
    String type = request.request().getHeader("Content-Type");
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw RefusedException.of(
          ApiReason.UNSUPPORTED_MEDIA_TYPE, "send the header Content-Type: application/json");
    }
  }
}
