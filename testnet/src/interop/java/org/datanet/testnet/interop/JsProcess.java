package org.datanet.testnet.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of one of the scripts beside {@code package.json}, driven by lines of JSON as {@code
 * lines.mjs} describes them. It ends with this JVM at the latest: its standard input ends then.
 */
final class JsProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long ANSWER_SECONDS_MAX = 60;

  private final Process process;
  private final Writer commands;
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private final Thread reader;
  private volatile boolean killed;

  private JsProcess(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.reader = Thread.ofVirtual().unstarted(this::read);
  }

  /**
   * @param script a file of the folder that holds the installed packages
   */
  static JsProcess run(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(NodeBinary.find().toString());
    command.add(script);
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsProcess js = new JsProcess(process);
    js.reader.start();
    return js;
  }

  /** Where the build has copied the scripts and installed what they import. */
  static Path folder() {
    return Path.of(System.getProperty("datanet.interop.js", "target/interop/js"));
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @param arguments names and values in turn
   * @throws JsFailure where the script answers with an error, or ends first
   */
  JsonNode ask(String command, Object... arguments) {
    return Futures.get(send(command, arguments), ANSWER_SECONDS_MAX);
  }

  /** As {@link #ask}, and does not wait. */
  CompletableFuture<JsonNode> send(String command, Object... arguments) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    ObjectNode line = JSON.createObjectNode().put("id", id).put("do", command);
    for (int i = 0; i < arguments.length; i += 2) {
      line.set((String) arguments[i], JSON.valueToTree(arguments[i + 1]));
    }
    try {
      synchronized (commands) {
        commands.write(line + "\n");
        commands.flush();
      }
    } catch (IOException ended) {
      answer.completeExceptionally(new JsFailure(command + ": " + ended.getMessage()));
    }
    return answer;
  }

  /** Events that came and were not taken yet, oldest first. */
  BlockingQueue<JsonNode> events() {
    return events;
  }

  /** Waits for the next event of a kind; others that come before it are dropped. */
  JsonNode awaitEvent(String kind) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS_MAX);
    try {
      while (true) {
        JsonNode event = events.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          throw new JsFailure("no event \"" + kind + "\" came");
        }
        if (event.path("event").asText().equals(kind)) {
          return event;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JsFailure("interrupted");
    }
  }

  /** SIGKILL: the script gets no chance to say good-bye. */
  void kill() {
    killed = true;
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        onLine(JSON.readTree(line));
      }
    } catch (IOException e) {
      if (!killed) {
        throw new UncheckedIOException(e);
      }
    } finally {
      asked.values().forEach(f -> f.completeExceptionally(new JsFailure("the process has ended")));
    }
  }

  private void onLine(JsonNode line) {
    if (!line.has("id")) {
      events.add(line);
      return;
    }
    CompletableFuture<JsonNode> answer = asked.remove(line.get("id").asInt());
    if (line.has("error")) {
      answer.completeExceptionally(new JsFailure(line.get("error").asText()));
    } else {
      answer.complete(line.path("result"));
    }
  }

  /** What a script answered with, or that it answers no more. */
  static final class JsFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsFailure(String message) {
      super(message);
    }
  }
}
