package org.datanet.testnet.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.datanet.node.storage.OperationStore;
import org.datanet.node.storage.RocksStore;
import org.datanet.node.storage.StoreIdentity;
import org.datanet.node.storage.StoreLimits;
import org.datanet.node.storage.StoreMode;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.Replica;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a node does with an operation until it may tell its sender "accepted". */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 10, time = 1)
public class IntakeBenchmarks {

  /** A node at genesis without a network: what is opened and closed with it is not measured. */
  @State(Scope.Benchmark)
  public static class Node {

    private Optional<ScratchFolder> folder = Optional.empty();
    private Optional<RocksStore> store = Optional.empty();
    private Optional<Replica> replica = Optional.empty();

    @Setup(Level.Invocation)
    public void open(SignedTransfers transfers) throws IOException {
      ScratchFolder opened = ScratchFolder.create();
      folder = Optional.of(opened);
      store =
          Optional.of(
              RocksStore.open(
                  opened.path(),
                  StoreIdentity.of(transfers.network.networkId),
                  StoreMode.READ_WRITE,
                  StoreLimits.defaults()));
      Replica started = transfers.network.replica(transfers.verifier);
      started.step(0, new Input.Started());
      replica = Optional.of(started);
    }

    @TearDown(Level.Invocation)
    public void close() throws IOException {
      store.orElseThrow().close();
      folder.orElseThrow().close();
    }
  }

  @Benchmark
  public SignedOperation decodeAndVerify(SignedTransfers transfers) {
    return transfers.decode(transfers.nextEnvelope());
  }

  @Benchmark
  @OperationsPerInvocation(SignedTransfers.COUNT)
  public int admitAndStore(SignedTransfers transfers, Node node) throws IOException {
    OperationStore store = node.store.orElseThrow().operations();
    Replica replica = node.replica.orElseThrow();
    int ticket = 0;
    for (byte[] envelope : transfers.envelopes) {
      SignedOperation operation = transfers.decode(envelope);
      Input input = new Input.OperationArrived(ticket++, Input.Origin.PEER, operation);
      for (Effect effect : replica.step(0, input)) {
        carryOut(effect, store);
      }
    }
    return ticket;
  }

  private static void carryOut(Effect effect, OperationStore store) throws IOException {
    if (effect instanceof Effect.StoreOperation(SignedOperation operation)) {
      store.add(List.of(new OperationStore.Pending(operation.id(), operation.envelope())));
    } else if (effect instanceof Effect.Answer answer
        && !(answer.admission() instanceof Effect.Admission.Accepted)) {
      throw new IllegalStateException("not admitted: " + answer.admission());
    }
  }
}
