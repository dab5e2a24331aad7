package org.datanet.testnet.lines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A process that obeys lines of JSON: {@code {"id": n, "do": name, …}} is answered by {@code {"id":
 * n, "result": …}} or {@code {"id": n, "error": text}}, in whatever order the commands end, and
 * lines with {@code "event"} come unasked. It ends with this JVM at the latest: its standard input
 * ends then.
 */
public final class LineProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long ANSWER_SECONDS_MAX = 60;

  private final Process process;
  private final Writer commands;
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private final Thread reader;
  private volatile Consumer<JsonNode> listener = events::add;
  private volatile boolean killed;

  private LineProcess(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.reader = Thread.ofVirtual().unstarted(this::read);
  }

  /** Starts a process; what it says on its standard error is said on ours. */
  public static LineProcess start(ProcessBuilder builder) throws IOException {
    LineProcess started =
        new LineProcess(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    started.reader.start();
    return started;
  }

  /** Events go there from now on, on the thread that reads them, and no longer wait to be taken. */
  public void listen(Consumer<JsonNode> to) {
    listener = to;
  }

  /**
   * Sends a command and waits for its answer, a minute at most.
   *
   * @param arguments names and values in turn
   * @throws LineFailure where the process answers with an error, ends first, or takes too long
   */
  public JsonNode ask(String command, Object... arguments) {
    try {
      return send(command, arguments).get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LineFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new LineFailure(command + ": no answer within " + ANSWER_SECONDS_MAX + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LineFailure("interrupted");
    }
  }

  /** As {@link #ask}, and does not wait. */
  public CompletableFuture<JsonNode> send(String command, Object... arguments) {
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
      answer.completeExceptionally(new LineFailure(command + ": " + ended.getMessage()));
    }
    return answer;
  }

  /** Events that came and were not taken yet, oldest first. */
  public BlockingQueue<JsonNode> events() {
    return events;
  }

  /** Waits for the next event of a kind; others that come before it are dropped. */
  public JsonNode awaitEvent(String kind) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS_MAX);
    try {
      while (true) {
        JsonNode event = events.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          throw new LineFailure("no event \"" + kind + "\" came");
        }
        if (event.path("event").asText().equals(kind)) {
          return event;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LineFailure("interrupted");
    }
  }

  /** SIGKILL: the process gets no chance to say good-bye. */
  public void kill() {
    killed = true;
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        onLine(JSON.readTree(line));
      }
    } catch (IOException e) {
      if (!killed) {
        throw new UncheckedIOException(e);
      }
    } finally {
      asked
          .values()
          .forEach(f -> f.completeExceptionally(new LineFailure("the process has ended")));
    }
  }

  private void onLine(JsonNode line) {
    if (!line.has("id")) {
      listener.accept(line);
      return;
    }
    CompletableFuture<JsonNode> answer = asked.remove(line.get("id").asInt());
    if (answer == null) {
      throw new IllegalStateException("an answer to nothing: " + line);
    }
    if (line.has("error")) {
      answer.completeExceptionally(new LineFailure(line.get("error").asText()));
    } else {
      answer.complete(line.path("result"));
    }
  }
}
