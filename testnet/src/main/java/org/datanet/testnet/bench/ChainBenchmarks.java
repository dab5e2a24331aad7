package org.datanet.testnet.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochInputs;
import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.hashing.BucketDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Mixed epochs one after the other: every shot is the next, on a ledger that has grown. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 12)
@Measurement(iterations = 5)
public class ChainBenchmarks {

  /** That each epoch holds. */
  @Param("20000")
  public int operations = 1;

  private final MemoryNetwork network = new MemoryNetwork();
  private Optional<Community> community = Optional.empty();
  private List<EpochInputs> epoch = List.of();
  private Optional<EpochOutcome> outcome = Optional.empty();
  private Optional<BucketDigest> digest = Optional.empty();

  @Setup(Level.Trial)
  public void found() throws IOException {
    community = Optional.of(network.founded());
  }

  @Setup(Level.Iteration)
  public void sign() {
    List<Act> acts =
        community
            .orElseThrow()
            .acts(network.ledger(), network.nextEpoch(), EpochLoad.mixed(operations));
    epoch = List.of(network.inputs(acts));
  }

  @Benchmark
  public Bytes32 executeAndDigest() {
    EpochOutcome found = network.execute(epoch.getFirst());
    BucketDigest after = network.digestAfter(found);
    outcome = Optional.of(found);
    digest = Optional.of(after);
    return after.root();
  }

  @TearDown(Level.Iteration)
  public void advance() {
    network.advance(outcome.orElseThrow(), digest.orElseThrow());
  }
}
