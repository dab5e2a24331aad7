package org.datanet.cli.session;

import java.io.IOException;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;

/** What was asked for is against a rule: found here before anything was sent, or by the network. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /** {@code reason} is the stable name of a reason code. */
  public RefusedException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  public RefusedException(Reason reason, String message) {
    this(reason.name(), message);
  }

  public static RefusedException of(Refusal refusal) {
    return new RefusedException(refusal.reason(), refusal.message());
  }

  public String reason() {
    return reason;
  }
}
