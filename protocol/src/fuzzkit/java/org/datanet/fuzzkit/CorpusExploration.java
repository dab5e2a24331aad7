package org.datanet.fuzzkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Lets Jazzer look for inputs that break a target, for a while each and one after the other. A
 * module's {@code ExplorationIT} extends it; it runs in profile {@code fuzz} alone. Each target has
 * a process of its own, for Jazzer explores one in a JVM's life; what it found of interest stays
 * under {@code target/fuzz} for the next time.
 */
public abstract class CorpusExploration {

  /** What takes longer is a finding; the first input loads all classes, on a machine at work. */
  private static final int INPUT_SECONDS_MAX = 30;

  /** Longer than a message of the peer-to-peer protocols that is not a list of others. */
  private static final int INPUT_BYTES_MAX = 16 << 10;

  /** Whose branches Jazzer follows. */
  private static final String OBSERVED =
      "org.datanet.**:com.google.protobuf.CodedInputStream*:io.netty.buffer.**";

  private final List<FuzzTarget> targets;

  /** All targets of a module. */
  protected CorpusExploration(List<FuzzTarget> targets) {
    this.targets = List.copyOf(targets);
  }

  @TestFactory
  Stream<DynamicTest> nothingThatJazzerFindsBreaksATarget() {
    String only = System.getProperty("fuzz.target", "");
    return targets.stream()
        .filter(target -> only.isEmpty() || target.name().equals(only))
        .map(target -> dynamicTest(target.name(), () -> explore(target)));
  }

  private static void explore(FuzzTarget target) throws IOException, InterruptedException {
    Path folder = Path.of("target", "fuzz", target.name()).toAbsolutePath();
    Path seeds = writeSeeds(target, folder.resolve("seeds"));
    Path found = Files.createDirectories(folder.resolve("found"));
    forgetFindings(folder);
    Process process =
        new ProcessBuilder(command(target, found, seeds))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("jazzer.log").toFile())
            .start();
    int exitCode;
    try {
      exitCode = process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    if (exitCode != 0) {
      throw new AssertionError(report(target, folder, exitCode));
    }
  }

  private static List<String> command(FuzzTarget target, Path found, Path seeds) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("fuzz.jvm.flags", "-Xmx1g").split(" ")));
    command.add("-XX:-OmitStackTraceInFastThrow");
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + Explorer.class.getName());
    command.add("--target_args=" + target.getClass().getName());
    command.add("--instrumentation_includes=" + OBSERVED);
    command.add("--custom_hook_includes=" + OBSERVED);
    command.add("-max_total_time=" + System.getProperty("fuzz.seconds", "30"));
    command.add("-max_len=" + INPUT_BYTES_MAX);
    command.add("-timeout=" + INPUT_SECONDS_MAX);
    command.add("-use_value_profile=1");
    command.add("-print_final_stats=1");
    command.add("-rss_limit_mb=0"); // the heap's bound and the target's own are closer
    command.add(found.toString());
    command.add(seeds.toString());
    return command;
  }

  private static Path writeSeeds(FuzzTarget target, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Path old : files(folder)) {
      Files.delete(old);
    }
    for (Corpus.Input input : Corpus.of(target)) {
      Files.write(folder.resolve("line-" + input.line()), input.bytes());
    }
    return folder;
  }

  private static void forgetFindings(Path folder) throws IOException {
    for (Path finding : findings(folder)) {
      Files.delete(finding);
    }
  }

  private static String report(FuzzTarget target, Path folder, int exitCode) throws IOException {
    StringBuilder report =
        new StringBuilder(
            "Jazzer ended with %d; see %s\n".formatted(exitCode, folder.resolve("jazzer.log")));
    for (Path finding : findings(folder)) {
      report.append(
          "Add this line to src/test/resources/%s, see CorpusTest fail, mend the code:\n%s\n"
              .formatted(
                  Corpus.resource(target),
                  Corpus.line(Files.readAllBytes(finding), "why it broke")));
    }
    String log = Files.readString(folder.resolve("jazzer.log"), UTF_8);
    return report.append(log, Math.max(0, log.length() - 8_000), log.length()).toString();
  }

  private static List<Path> findings(Path folder) throws IOException {
    return files(folder).stream()
        .filter(f -> f.getFileName().toString().matches("(crash|timeout|oom|leak)-.*"))
        .toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
