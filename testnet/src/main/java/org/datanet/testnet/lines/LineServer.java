package org.datanet.testnet.lines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The other end of a {@link LineProcess}. Each command runs on a thread of its own. */
public final class LineServer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputStream in;
  private final PrintStream out;

  /** What is done at a command; the answer is anything that Jackson writes. */
  @FunctionalInterface
  public interface Command {
    Object run(JsonNode arguments) throws Exception;
  }

  public LineServer(InputStream in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  /** Obeys until the input ends. */
  public void obey(Map<String, Command> commands) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode asked = JSON.readTree(line);
      Thread.ofVirtual().start(() -> tell(answer(commands, asked)));
    }
  }

  /** Says something unasked. */
  public void tellEvent(String kind, String name, long value) {
    tell(JSON.createObjectNode().put("event", kind).put(name, value));
  }

  private static ObjectNode answer(Map<String, Command> commands, JsonNode asked) {
    ObjectNode answer = JSON.createObjectNode().put("id", asked.path("id").asInt());
    String name = asked.path("do").asText();
    Command command = commands.get(name);
    if (command == null) {
      return answer.put("error", "no command " + name);
    }
    try {
      return answer.set("result", JSON.valueToTree(command.run(asked)));
    } catch (Exception e) { // whatever it is, it is the asker's to judge
      return answer.put("error", e.toString());
    }
  }

  private void tell(ObjectNode line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}
