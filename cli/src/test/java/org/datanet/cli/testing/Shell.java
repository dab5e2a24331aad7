package org.datanet.cli.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.datanet.cli.terminal.Terminal;
import picocli.CommandLine;

/** Runs commands as a script would: no terminal, a home, an environment. */
public final class Shell {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<Terminal, CommandLine> commands;
  private final Path userHome;
  private final Map<String, String> environment = new TreeMap<>();
  private String input = "";

  public Shell(Function<Terminal, CommandLine> commands, Path userHome) {
    this.commands = commands;
    this.userHome = userHome;
  }

  /** What a command left behind. */
  public record Outcome(int exitCode, String out, String err) {

    public JsonNode json() throws IOException {
      return JSON.readTree(out);
    }
  }

  public Shell with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What the next command reads. */
  public Shell typing(String text) {
    input = text;
    return this;
  }

  public Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new BufferedReader(new StringReader(input)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new Scripted());
    int exitCode = commands.apply(terminal).execute(arguments);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  /** As {@link #run} with {@code more} behind the arguments. */
  public Outcome run(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  private final class Scripted implements Terminal.Surroundings {
    @Override
    public Optional<String> environment(String name) {
      return Optional.ofNullable(environment.get(name));
    }

    @Override
    public Path userHome() {
      return userHome;
    }

    @Override
    public boolean interactive() {
      return false;
    }

    @Override
    public Optional<char[]> secret(String prompt) {
      return Optional.empty();
    }
  }
}
