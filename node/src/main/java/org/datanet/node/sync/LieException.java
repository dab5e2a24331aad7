package org.datanet.node.sync;

import java.io.IOException;

/** What a peer answered is provably false: no honest node says so, at no time. */
final class LieException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String what;

  LieException(String what) {
    super(what);
    this.what = what;
  }

  String what() {
    return what;
  }
}
