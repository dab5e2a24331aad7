package org.datanet.node.api.model;

/**
 * Why a call was refused before any rule of the protocol was asked. The protocol's own reasons
 * ({@link org.datanet.protocol.operation.Reason}) share the field {@code reason}; no name is in
 * both.
 */
public enum ApiReason {
  BAD_REQUEST(400),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  BODY_TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  NODE_BUSY(503),
  STORE_FAILED(500),
  INTERNAL_ERROR(500);

  private final int httpStatus;

  ApiReason(int httpStatus) {
    this.httpStatus = httpStatus;
  }

  public int httpStatus() {
    return httpStatus;
  }
}
