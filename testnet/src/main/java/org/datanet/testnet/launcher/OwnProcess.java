package org.datanet.testnet.launcher;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that this network started, told apart from a later one that got the same id: by the
 * time it started and by a file that its command line names.
 *
 * @param startedMs Unix time at which the process started, as the system has it
 * @param marker part of its command line that no other process has
 */
public record OwnProcess(long pid, long startedMs, String marker) {

  /** Two processes may read the boot time, from which start times count, a second apart. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(3);

  static OwnProcess of(Process process, String marker) {
    long startedMs =
        process.info().startInstant().map(Instant::toEpochMilli).orElse(System.currentTimeMillis());
    return new OwnProcess(process.pid(), startedMs, marker);
  }

  @JsonIgnore // computed, no part of what is remembered
  public boolean isAlive() {
    return handle().isPresent();
  }

  /** SIGTERM, and SIGKILL if it has not ended by then; nothing where it ended already. */
  void end(Duration patience) {
    Optional<ProcessHandle> handle = handle();
    handle.ifPresent(ProcessHandle::destroy);
    if (handle.isPresent() && !awaitEnd(handle.get(), patience)) {
      kill();
    }
  }

  /** SIGKILL, and waits until the system has buried it. */
  void kill() {
    handle()
        .ifPresent(
            process -> {
              process.destroyForcibly();
              awaitEnd(process, CLOCK_SLACK);
            });
  }

  private static boolean awaitEnd(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isOurs);
  }

  private boolean isOurs(ProcessHandle process) {
    boolean sameStart =
        process
            .info()
            .startInstant()
            .map(at -> Duration.between(at, Instant.ofEpochMilli(startedMs)).abs())
            .filter(apart -> apart.compareTo(CLOCK_SLACK) <= 0)
            .isPresent();
    // Where the system does not tell command lines, as Windows does not, the time must do.
    boolean sameCommand =
        process.info().commandLine().map(line -> line.contains(marker)).orElse(true);
    return sameStart && sameCommand;
  }
}
