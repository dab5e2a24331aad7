package org.datanet.node.storage;

import java.io.IOException;

/** A store that is not opened, by name, with what to do about it. Nothing on disk was changed. */
public final class StoreRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Why. Names are stable. */
  public enum Code {
    WRONG_NETWORK,
    WRONG_VERSION,
    LOCKED,
    CORRUPT,
    NOT_A_STORE
  }

  private final Code code;

  StoreRefusedException(Code code, String message) {
    super(code + ": " + message);
    this.code = code;
  }

  StoreRefusedException(Code code, String message, Throwable cause) {
    super(code + ": " + message, cause);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
