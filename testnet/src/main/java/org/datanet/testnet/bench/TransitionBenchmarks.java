package org.datanet.testnet.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.epoch.EpochOutcome;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The same epoch executed again and again, on the ledger that it follows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class TransitionBenchmarks {

  @Param public EpochLoad load = EpochLoad.TRANSFERS;

  /** That the epoch holds. */
  @Param("20000")
  public int operations = 1;

  private MemoryNetwork network = new MemoryNetwork();
  private List<EpochInputs> epoch = List.of();

  @Setup
  public void prepare() throws IOException {
    network = new MemoryNetwork();
    epoch = List.of(network.inputs(load.prepare(network, operations)));
  }

  /** The rules alone. */
  @Benchmark
  public EpochOutcome execute() {
    return network.execute(epoch.getFirst());
  }

  /** And the state digest, as a node has to before it votes. */
  @Benchmark
  public Bytes32 executeAndDigest() {
    return network.digestAfter(network.execute(epoch.getFirst())).root();
  }
}
