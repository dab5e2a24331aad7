package org.datanet.node.config;

import java.io.IOException;
import java.nio.file.Path;

/** A configuration file that cannot be used: which, and what is wrong with it. */
public final class ConfigException extends IOException {
  private static final long serialVersionUID = 1L;

  public ConfigException(Path file, String problem) {
    super(file + ": " + problem);
  }

  ConfigException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
