package org.datanet.node.api;

import org.datanet.node.api.model.ApiReason;
import org.datanet.node.api.model.ErrorBody;
import org.datanet.protocol.operation.Reason;

/** A request that gets an error for an answer. Carries no stack: it is an answer, not a fault. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int httpStatus;
  private final String reason;

  private RefusedException(int httpStatus, String reason, String message) {
    super(message, null, false, false);
    this.httpStatus = httpStatus;
    this.reason = reason;
  }

  static RefusedException of(ApiReason reason, String message) {
    return new RefusedException(reason.httpStatus(), reason.name(), message);
  }

  static RefusedException badRequest(String message) {
    return of(ApiReason.BAD_REQUEST, message);
  }

  static RefusedException notFound(String message) {
    return of(ApiReason.NOT_FOUND, message);
  }

  /** One of the protocol's {@code UNKNOWN_…}. */
  static RefusedException unknown(Reason reason, String message) {
    return new RefusedException(404, reason.name(), message);
  }

  /** The node takes nothing of its kind now; the same call may succeed later. */
  static RefusedException unavailable(Reason reason, String message) {
    return new RefusedException(503, reason.name(), message);
  }

  int httpStatus() {
    return httpStatus;
  }

  ErrorBody body() {
    String message = getMessage();
    return new ErrorBody(reason, message == null ? "" : message);
  }
}
