package org.datanet.node.runtime;

import java.util.Optional;

/** The version of this build, from its jar. */
public final class Version {

  private Version() {}

  /** Such as {@code 0.1.0}; {@code dev} where the classes are not in a jar. */
  public static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
