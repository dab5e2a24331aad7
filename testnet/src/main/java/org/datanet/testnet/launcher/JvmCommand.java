package org.datanet.testnet.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that start a JVM as this process runs one: the same Java and class path. */
public final class JvmCommand {

  private JvmCommand() {}

  /**
   * @param options of the JVM, besides those that the libraries need
   */
  public static List<String> of(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.addAll(options);
    command.addAll(accessFlags(Runtime.version().feature()));
    command.add("-cp");
    command.add(classPath());
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** An older JVM refuses to start with an option that it does not know. */
  static List<String> accessFlags(int javaVersion) {
    List<String> flags = new ArrayList<>();
    flags.add("--enable-native-access=ALL-UNNAMED");
    if (javaVersion >= 23) {
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    return flags;
  }
}
