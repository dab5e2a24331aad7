package org.datanet.node.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.datanet.node.api.NodeEvents;
import org.datanet.node.api.model.NodeEvent;
import org.datanet.protocol.consensus.Equivocation;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.TableDifference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people are told of the node's work: events, the log, and, when it must stop, a report with
 * the input that it could not take, in the folder {@code halted} of its home.
 */
final class NodeWatch {

  private static final Logger log = LoggerFactory.getLogger(NodeWatch.class);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path home;
  private final Executor teller;
  private final Consumer<String> stopped;
  private final List<Consumer<NodeEvent>> listeners = new CopyOnWriteArrayList<>();
  private final List<LongConsumer> epochListeners = new CopyOnWriteArrayList<>();
  private final AtomicLong lastCommitted;
  private volatile Optional<TableDifference> lastDifference = Optional.empty();
  private volatile Optional<String> halted = Optional.empty();

  /**
   * @param teller runs what tells the listeners, one after the other
   * @param stopped told why, once, when the node must stop
   */
  NodeWatch(Path home, AtomicLong lastCommitted, Executor teller, Consumer<String> stopped) {
    this.teller = teller;
    this.home = home;
    this.lastCommitted = lastCommitted;
    this.stopped = stopped;
  }

  Runnable subscribe(Consumer<NodeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Told the number of every epoch, on the core's thread, once the epoch is in the store. */
  void onEpoch(LongConsumer listener) {
    epochListeners.add(listener);
  }

  Optional<String> haltedBecause() {
    return halted;
  }

  void operationPooled(SignedOperation operation) {
    tell(() -> List.of(NodeEvents.pooled(operation)));
  }

  void operationDropped(Effect.Dropped dropped) {
    log.info("operation {} left the pool: {}", dropped.id(), dropped.refusal().message());
    tell(() -> List.of(NodeEvents.dropped(dropped.id(), dropped.refusal())));
  }

  void committed(Effect.Commit commit) {
    lastCommitted.set(commit.decided().getBatch().getEpoch());
    log.info(
        "epoch {} decided in round {}: {} operations, state {}",
        commit.decided().getBatch().getEpoch(),
        commit.decided().getCertificate().getRound(),
        commit.operations().size(),
        commit.digest().root().toUnprefixedHexString().substring(0, 12));
    tell(
        () ->
            NodeEvents.committed(
                commit.decided(), commit.operations(), commit.outcome().changes().changes()));
    epochListeners.forEach(listener -> listener.accept(commit.decided().getBatch().getEpoch()));
  }

  private interface Telling {
    List<NodeEvent> events();
  }

  /** Another thread puts events into words; the core waits for it only where 65,536 are ahead. */
  private void tell(Telling telling) {
    if (listeners.isEmpty()) {
      return;
    }
    teller.execute(
        () -> {
          for (NodeEvent event : telling.events()) {
            listeners.forEach(listener -> listener.accept(event));
          }
        });
  }

  void equivocation(Equivocation equivocation) {
    log.warn("a validator voted twice: {}", equivocation);
  }

  void difference(long epoch, TableDifference difference) {
    lastDifference = Optional.of(difference);
    log.error(
        "epoch {}: row {} of the {} table differs: ours [{}], theirs [{}]",
        epoch,
        difference.row(),
        difference.table(),
        difference.ours(),
        difference.theirs());
  }

  void halted(Effect.Halt halt) throws IOException {
    Path folder = Files.createDirectories(home.resolve("halted"));
    if (halt.input().isPresent()) {
      Files.write(
          folder.resolve("epoch-%d.bin".formatted(halt.epoch())), halt.input().get().toByteArray());
    }
    String why =
        lastDifference
            .map(
                d ->
                    "%s; row %d of the %s table differs: ours [%s], certified [%s]"
                        .formatted(halt.what(), d.row(), d.table(), d.ours(), d.theirs()))
            .orElse(halt.what());
    report(folder, halt.epoch(), why);
    stop(why);
  }

  /** A bug or a broken disk: an input is saved as far as it can be written down. */
  void crashed(String part, Optional<Input> input, Throwable cause) {
    log.error(
        "{} cannot go on after {}",
        part,
        input.map(in -> in.getClass().getSimpleName()).orElse("no input"),
        cause);
    String why = part + " stopped: " + cause;
    try {
      Path folder = Files.createDirectories(home.resolve("halted"));
      if (input.isPresent()) {
        Files.writeString(folder.resolve("input.txt"), input.get() + "\n");
      }
      report(folder, lastCommitted.get() + 1, why);
    } catch (IOException e) {
      log.error("the input could not be saved", e);
    }
    stop(why);
  }

  private static void report(Path folder, long epoch, String why) throws IOException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("epoch", epoch);
    report.put("why", why);
    Files.writeString(
        folder.resolve("report.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
  }

  private void stop(String why) {
    log.error("this node stops: {}", why);
    halted = Optional.of(why);
    stopped.accept(why);
  }
}
