package org.datanet.testnet.bench;

import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/**
 * Tells of a run of JMH by its iterations. What JMH would print is kept, its last lines, for the
 * case that a benchmark fails.
 */
final class JmhProgress implements OutputFormat {

  private static final int LINES_MAX = 30;

  private final String task;
  private final BenchListener listener;
  private final Deque<String> lines = new ArrayDeque<>();
  private int benchmarks;
  private int begun;
  private long done;
  private String note = "";

  JmhProgress(String task, BenchListener listener) {
    this.task = task;
    this.listener = listener;
  }

  void expect(int benchmarksToCome) {
    benchmarks = benchmarksToCome;
  }

  String lastLines() {
    return lines.stream().collect(Collectors.joining(System.lineSeparator()));
  }

  @Override
  public void startBenchmark(BenchmarkParams params) {
    long iterations =
        (long) (params.getWarmup().getCount() + params.getMeasurement().getCount())
            * Math.max(1, params.getForks());
    if (begun++ == 0) {
      listener.begins(task, benchmarks * iterations);
    }
    String name = params.getBenchmark();
    String method = name.substring(name.lastIndexOf('.') + 1);
    String values =
        params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(", "));
    note = values.isEmpty() ? method : method + " (" + values + ")";
    listener.reached(done, note);
  }

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
    listener.reached(++done, note);
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {}

  @Override
  public void endBenchmark(BenchmarkResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> result) {}

  @Override
  public void print(String text) {
    keep(text);
  }

  @Override
  public void println(String line) {
    keep(line);
  }

  @Override
  public void verbosePrintln(String line) {}

  /** From threads that read what a fork prints. */
  private void keep(String text) {
    synchronized (lines) {
      text.lines().filter(line -> !line.isBlank()).forEach(lines::addLast);
      while (lines.size() > LINES_MAX) {
        lines.removeFirst();
      }
    }
  }

  @Override
  public void write(int character) {}

  @Override
  public void write(byte[] bytes) {
    keep(new String(bytes, Charset.defaultCharset()));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
