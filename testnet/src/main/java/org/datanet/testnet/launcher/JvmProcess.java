package org.datanet.testnet.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Starts a JVM as this process runs one: the same Java and class path. Its arguments stand in a
 * file, for the class path is longer than what systems show of a command line.
 */
final class JvmProcess {

  /** A node's native libraries come on top; measured, it stays below 400 MiB resident. */
  private static final List<String> SMALL =
      List.of(
          "-Xms32m",
          "-Xmx160m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:MaxDirectMemorySize=48m",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:MaxMetaspaceSize=128m",
          "-Dio.netty.allocator.type=pooled",
          "-Dio.netty.allocator.numHeapArenas=1",
          "-Dio.netty.allocator.numDirectArenas=2",
          "-Dio.netty.allocator.maxOrder=7");

  private JvmProcess() {}

  /**
   * @param folder in which the file of arguments is written and the process works
   * @param log what it prints, appended
   */
  static OwnProcess start(Path folder, Path log, String mainClass, List<String> arguments)
      throws IOException {
    Path argumentFile = folder.resolve("jvm.args");
    List<String> all = new ArrayList<>(SMALL);
    all.addAll(JvmCommand.accessFlags(Runtime.version().feature()));
    all.add("-cp");
    all.add(JvmCommand.classPath());
    all.add(mainClass);
    all.addAll(arguments);
    Files.writeString(
        argumentFile, all.stream().map(JvmProcess::quoted).collect(Collectors.joining("\n")));
    ProcessBuilder builder = new ProcessBuilder(JvmCommand.java().toString(), "@" + argumentFile);
    // glibc gives each of RocksDB's and Netty's threads an arena of its own, up to 64 MiB: two will
    // do.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    Process process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    return OwnProcess.of(process, argumentFile.toString());
  }

  /** As the java launcher reads argument files: a backslash escapes inside double quotes. */
  static String quoted(String argument) {
    return "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
