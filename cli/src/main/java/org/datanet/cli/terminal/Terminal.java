package org.datanet.cli.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The streams and surroundings of one command: results on {@code out}, everything else on {@code
 * err}. Given to every command, so that tests give another.
 */
public final class Terminal {

  /** What surrounds the process. */
  public interface Surroundings {
    Optional<String> environment(String name);

    Path userHome();

    /** Whether a person sits at both ends: prompts, bars and colours make sense. */
    boolean interactive();

    /** Typed without an echo; empty where that cannot be done or the input ended. */
    Optional<char[]> secret(String prompt);
  }

  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Surroundings surroundings;

  public Terminal(BufferedReader in, PrintWriter out, PrintWriter err, Surroundings surroundings) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.surroundings = surroundings;
  }

  /** The process's own. */
  public static Terminal ofProcess() {
    return new Terminal(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        utf8(System.out),
        utf8(System.err),
        new ProcessSurroundings());
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  public PrintWriter out() {
    return out;
  }

  public PrintWriter err() {
    return err;
  }

  public boolean interactive() {
    return surroundings.interactive();
  }

  /** Only on a terminal and unless NO_COLOR is set to anything (no-color.org). */
  public boolean colours() {
    return interactive() && environment("NO_COLOR").isEmpty();
  }

  /** A variable of the environment that is set and not empty. */
  public Optional<String> environment(String name) {
    return surroundings.environment(name).filter(value -> !value.isEmpty());
  }

  public Path userHome() {
    return surroundings.userHome();
  }

  /** One line from a person or a pipe; empty at the end of the input. */
  public Optional<String> ask(String prompt) throws IOException {
    err.print(prompt);
    err.flush();
    return Optional.ofNullable(in.readLine());
  }

  /** Empty where nobody can type unseen. */
  public Optional<char[]> askSecretly(String prompt) {
    return surroundings.secret(prompt);
  }

  /** A remark beside the result, on {@code err}. */
  public void say(String line) {
    err.println(line);
    err.flush();
  }

  /** A bar on a terminal, a plain line now and then elsewhere; close it when done. */
  public Progress progress(String task, long total) {
    return interactive() ? new BarProgress(task, total) : new LineProgress(this, task, total);
  }

  public String strong(String text) {
    return coloured("1", text);
  }

  public String faint(String text) {
    return coloured("2", text);
  }

  public String good(String text) {
    return coloured("32", text);
  }

  public String bad(String text) {
    return coloured("31", text);
  }

  private String coloured(String code, String text) {
    return colours() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private static final class ProcessSurroundings implements Surroundings {

    private final @Nullable Console console = System.console();
    private final boolean interactive = console != null && isTerminal(console);

    @Override
    public Optional<String> environment(String name) {
      return Optional.ofNullable(System.getenv(name));
    }

    @Override
    public Path userHome() {
      return Path.of(System.getProperty("user.home"));
    }

    @Override
    public boolean interactive() {
      return interactive;
    }

    @Override
    public Optional<char[]> secret(String prompt) {
      return console == null || !interactive
          ? Optional.empty()
          : Optional.ofNullable(console.readPassword("%s", prompt));
    }

    /** Up to JDK 21 there is a console only on a terminal; later ones tell them apart. */
    private static boolean isTerminal(Console console) {
      try {
        return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
      } catch (NoSuchMethodException e) {
        return true;
      } catch (ReflectiveOperationException e) {
        return false;
      }
    }
  }
}
