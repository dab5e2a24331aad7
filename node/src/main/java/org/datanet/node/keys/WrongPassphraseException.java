package org.datanet.node.keys;

import java.io.IOException;
import java.nio.file.Path;

/** The passphrase does not open the key file. */
public final class WrongPassphraseException extends IOException {
  private static final long serialVersionUID = 1L;

  WrongPassphraseException(Path file, Throwable cause) {
    super("wrong passphrase for the key file " + file, cause);
  }
}
