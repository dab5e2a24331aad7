package org.datanet.node.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.datanet.protocol.operation.Reason;

/**
 * The node's meters. Names are {@code datanet.…} in lower case with dots and the unit last; on the
 * wire the dots are underscores. For any thread.
 */
public final class NodeMetrics implements AutoCloseable {

  /** The text format's media type, version 0.0.4. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  /** Adds the JVM's memory, threads, collections, processors, open files and uptime. */
  public NodeMetrics bindJvm() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    gc.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return this;
  }

  /**
   * Reads {@code value} whenever the metrics are asked for; it must be cheap and not throw. A name
   * given twice keeps its first supplier.
   */
  public NodeMetrics gauge(String name, String description, LongSupplier value) {
    Gauge.builder(name, value, LongSupplier::getAsLong)
        .description(description)
        .strongReference(true)
        .register(registry);
    return this;
  }

  /**
   * The same for a name whose meters differ by a tag.
   *
   * @param tagValue one of a fixed list: every value makes a series
   */
  public NodeMetrics gauge(
      String name, String description, String tag, String tagValue, LongSupplier value) {
    Gauge.builder(name, value, LongSupplier::getAsLong)
        .description(description)
        .tag(tag, tagValue)
        .strongReference(true)
        .register(registry);
    return this;
  }

  /** A count that only grows; the same for the same name. */
  public LongConsumer counter(String name, String description) {
    Counter counter = Counter.builder(name).description(description).register(registry);
    return counter::increment;
  }

  /** A count that something else keeps; as {@link #gauge}, but for a value that never falls. */
  public NodeMetrics total(String name, String description, LongSupplier value) {
    // Micrometer holds what it counts weakly, and the function not.
    FunctionCounter.builder(name, this, metrics -> value.getAsLong())
        .description(description)
        .register(registry);
    return this;
  }

  /** Counts a refusal under its reason code; {@code where} names the door, such as {@code pool}. */
  public void refused(String where, Reason reason) {
    Counter.builder("datanet.refusals")
        .description("what was refused, by reason code")
        .tag("where", where)
        .tag("reason", reason.name())
        .register(registry)
        .increment();
  }

  /**
   * @param endpoint one of a fixed list: every value makes a series
   */
  public void apiCall(String endpoint, int httpStatus, long durationNanos) {
    Timer.builder("datanet.api.calls")
        .description("answers of the HTTP API")
        .tag("endpoint", endpoint)
        .tag("status", Integer.toString(httpStatus))
        .register(registry)
        .record(durationNanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Time that the core's thread spends.
   *
   * @param work {@code step} for the replica's own, {@code effect} for what it asks for
   * @param kind one of the fixed kinds of input or effect: every value makes a series
   */
  public void coreTime(String work, String kind, long durationNanos) {
    Timer.builder("datanet.core.time")
        .description("time of the core's thread by what it does")
        .tag("work", work)
        .tag("kind", kind)
        .register(registry)
        .record(durationNanos, TimeUnit.NANOSECONDS);
  }

  /** All meters in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
