package org.datanet.fuzzkit;

import org.jspecify.annotations.Nullable;

/** What Jazzer runs in a process of its own: its only argument is a target's class. */
public final class Explorer {

  private static @Nullable Exploration exploration;

  private Explorer() {}

  /** Called by Jazzer, once. */
  public static void fuzzerInitialize(String[] args) throws ReflectiveOperationException {
    Class<?> target = Class.forName(args[0]);
    exploration = new Exploration((FuzzTarget) target.getDeclaredConstructor().newInstance());
  }

  /** Called by Jazzer, for each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (exploration == null) {
      throw new IllegalStateException("Jazzer has not said what to explore");
    }
    exploration.check(input);
  }
}
