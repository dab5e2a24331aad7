package org.datanet.node.client;

/** The node answered that it will not: a reason code and one line for people. */
public final class ApiRefusedException extends ApiException {

  private static final long serialVersionUID = 1L;

  private final int httpStatus;
  private final String reason;

  ApiRefusedException(int httpStatus, String reason, String message) {
    super(message);
    this.httpStatus = httpStatus;
    this.reason = reason;
  }

  /** 400 to 599. */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * Name of an {@link org.datanet.node.api.model.ApiReason} or of a {@link
   * org.datanet.protocol.operation.Reason}.
   */
  public String reason() {
    return reason;
  }
}
