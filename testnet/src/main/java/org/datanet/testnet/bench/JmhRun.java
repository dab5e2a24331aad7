package org.datanet.testnet.bench;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * One run of JMH from inside this process: each benchmark in a JVM of its own, with this one's
 * class path and flags.
 */
final class JmhRun {

  /** On one core: a collector with threads of its own would be measured on the other ones. */
  private static final List<String> FORK_FLAGS = List.of("-XX:+UseSerialGC", "-Xms1g");

  /** Long enough for one invocation, so that a quick run goes through everything once or twice. */
  private static final TimeValue QUICK = TimeValue.milliseconds(10);

  private final boolean quick;
  private final JmhProgress progress;
  private final ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);

  /**
   * @param quick in this JVM and for moments only, to see that it works
   */
  JmhRun(String task, boolean quick, BenchListener listener) {
    this.quick = quick;
    this.progress = new JmhProgress(task, listener);
    if (quick) {
      // JMH refuses to run twice at a time on one machine, which only spoils what is measured.
      System.setProperty("jmh.ignoreLock", "true");
      options
          .forks(0)
          .warmupIterations(1)
          .warmupTime(QUICK)
          .measurementIterations(2)
          .measurementTime(QUICK);
    } else {
      options.jvmArgsAppend(FORK_FLAGS.toArray(String[]::new));
    }
  }

  /** Adds the benchmarks of a class, or those of its methods that are named. */
  JmhRun include(Class<?> benchmarks, String... methods) {
    String all = methods.length == 0 ? ".+" : "(" + String.join("|", methods) + ")";
    options.include(Pattern.quote(benchmarks.getName()) + "\\." + all);
    return this;
  }

  /** Of the values that a parameter has, only these. */
  JmhRun with(String parameter, String... values) {
    options.param(parameter, values);
    return this;
  }

  JmhRun operationsPerInvocation(int operations) {
    options.operationsPerInvocation(operations);
    return this;
  }

  /** How often a benchmark is run that is measured by single shots; a quick run has two. */
  JmhRun shots(int shots) {
    if (!quick) {
      options.measurementIterations(shots);
    }
    return this;
  }

  /**
   * @param benchmarks how many there are, each value of a parameter counted
   */
  Collection<RunResult> run(int benchmarks) throws RunnerException {
    progress.expect(benchmarks);
    try {
      return new Runner(options.build(), progress).run();
    } catch (RunnerException e) {
      throw new RunnerException(e.getMessage() + System.lineSeparator() + progress.lastLines(), e);
    }
  }
}
