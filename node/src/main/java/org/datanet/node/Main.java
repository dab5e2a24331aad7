package org.datanet.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.datanet.node.runtime.DatanetNode;
import org.datanet.node.runtime.NodeHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry of the node process: {@code org.datanet.node.Main --home DIR}. */
public final class Main {

  /** The node stopped by itself; {@code halted/report.json} in its home says why. */
  public static final int EXIT_HALTED = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int EXIT_DONE = 0;
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;

  private Main() {}

  public static void main(String[] args) {
    if (args.length != 2 || !args[0].equals("--home")) {
      System.err.println("usage: org.datanet.node.Main --home DIR");
      System.exit(EXIT_USAGE);
    }
    System.exit(run(Path.of(args[1])));
  }

  /**
   * Runs the node in this process until it is told to end (SIGTERM, SIGINT) or must; gives the exit
   * code.
   */
  public static int run(Path folder) {
    NodeHome home = new NodeHome(folder);
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    AtomicInteger exitCode = new AtomicInteger(EXIT_DONE);
    // A process that a signal ends has that signal's exit code, however orderly it ends.
    Thread onSignal =
        new Thread(
            () -> {
              ended.countDown();
              awaitQuietly(closed);
              Runtime.getRuntime().halt(exitCode.get());
            },
            "datanet-shutdown");
    try (DatanetNode node = DatanetNode.start(home)) {
      Runtime.getRuntime().addShutdownHook(onSignal);
      node.stopped()
          .thenAccept(
              why -> {
                exitCode.set(EXIT_HALTED);
                ended.countDown();
              });
      announce(home, node);
      try {
        awaitQuietly(ended);
      } finally {
        forget(home);
      }
    } catch (IOException e) {
      System.err.println("the node does not start: " + e.getMessage());
      exitCode.set(EXIT_FAILED);
    } finally {
      remove(onSignal);
      closed.countDown();
    }
    return exitCode.get();
  }

  private static void remove(Thread onSignal) {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException ending) {
      LOG.info("ended by a signal; everything is closed");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whole or not at all: whoever started the node waits for this file. */
  private static void announce(NodeHome home, DatanetNode node) throws IOException {
    Map<String, Object> running = new LinkedHashMap<>();
    running.put("pid", ProcessHandle.current().pid());
    running.put("apiUrl", node.apiUrl());
    running.put("peerId", node.peerId());
    running.put("account", node.account());
    running.put("addresses", node.addresses());
    Path draft = home.running().resolveSibling("running.json.new");
    Files.writeString(draft, new ObjectMapper().writeValueAsString(running) + "\n");
    Files.move(draft, home.running(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void forget(NodeHome home) {
    try {
      Files.deleteIfExists(home.running());
    } catch (IOException e) {
      System.err.println("could not delete " + home.running() + ": " + e.getMessage());
    }
  }
}
