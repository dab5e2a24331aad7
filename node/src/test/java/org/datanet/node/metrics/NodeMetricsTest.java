package org.datanet.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.datanet.protocol.operation.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {

  private final NodeMetrics metrics = new NodeMetrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void readsAGaugeWheneverItIsAsked() {
    AtomicLong peers = new AtomicLong(3);
    metrics.gauge("datanet.peers", "connected peers", peers::get);

    assertThat(metrics.scrape()).contains("datanet_peers 3.0");
    peers.set(5);
    assertThat(metrics.scrape()).contains("datanet_peers 5.0");
  }

  @Test
  void countsRefusalsByDoorAndReason() {
    metrics.refused("pool", Reason.NONCE_GAP);
    metrics.refused("pool", Reason.NONCE_GAP);
    metrics.refused("gossip", Reason.BAD_SIGNATURE);

    assertThat(metrics.scrape())
        .contains("datanet_refusals_total{reason=\"NONCE_GAP\",where=\"pool\"} 2.0")
        .contains("datanet_refusals_total{reason=\"BAD_SIGNATURE\",where=\"gossip\"} 1.0");
  }

  @Test
  void aCounterOfOneNameIsOneCounter() {
    metrics.counter("datanet.epochs", "epochs decided").accept(2);
    metrics.counter("datanet.epochs", "epochs decided").accept(3);

    assertThat(metrics.scrape()).contains("datanet_epochs_total 5.0");
  }

  @Test
  void measuresTheJvm() {
    metrics.bindJvm();

    assertThat(metrics.scrape())
        .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime_seconds")
        .contains("process_files_open_files");
  }
}
