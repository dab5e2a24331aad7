package org.datanet.testnet.testplan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code params.json} whole, so that nothing is begun that cannot be ended. */
final class ScriptReader {

  private static final int MESSAGE_BYTES_MIN = 8;

  private ScriptReader() {}

  static List<Instruction> read(Path params) throws IOException, ScriptException {
    JsonNode script = new ObjectMapper().readTree(params.toFile()).path("script");
    if (!script.isArray()) {
      throw new ScriptException(params + " has no script");
    }
    List<Instruction> instructions = new ArrayList<>();
    for (JsonNode line : script) {
      instructions.add(instruction(line));
    }
    return instructions;
  }

  private static Instruction instruction(JsonNode line) throws ScriptException {
    String type = line.path("type").asText();
    return switch (type) {
      case "initGossipSub" ->
          new Instruction.InitGossipSub(PlanParams.read(field(line, "gossipSubParams")));
      case "connect" -> new Instruction.Connect(nodes(field(line, "connectTo")));
      case "ifNodeIDEquals" ->
          new Instruction.IfNodeIdEquals(
              integer(line, "nodeID"), instruction(field(line, "instruction")));
      case "waitUntil" ->
          new Instruction.WaitUntil(Math.round(1_000 * number(line, "elapsedSeconds")));
      case "subscribeToTopic" -> subscribe(line);
      case "setTopicValidationDelay" ->
          new Instruction.SetTopicValidationDelay(
              text(line, "topicID"), Math.round(1_000 * number(line, "delaySeconds")));
      case "publish" -> publish(line);
      case "addPartialMessage", "publishPartial" -> throw noPartialMessages();
      default -> throw new ScriptException("unknown instruction \"" + type + "\"");
    };
  }

  private static Instruction subscribe(JsonNode line) throws ScriptException {
    if (line.path("partial").asBoolean()) {
      throw noPartialMessages();
    }
    return new Instruction.SubscribeToTopic(text(line, "topicID"));
  }

  private static Instruction publish(JsonNode line) throws ScriptException {
    int bytes = integer(line, "messageSizeBytes");
    if (bytes < MESSAGE_BYTES_MIN || bytes > PlanParams.MESSAGE_BYTES_MAX) {
      throw new ScriptException("messages have 8 bytes to 10 MiB, not " + bytes);
    }
    return new Instruction.Publish(text(line, "topicID"), field(line, "messageID").asLong(), bytes);
  }

  private static ScriptException noPartialMessages() {
    return new ScriptException("partial messages (gossipsub v1.3 extension) are not supported");
  }

  private static List<Integer> nodes(JsonNode list) throws ScriptException {
    List<Integer> nodes = new ArrayList<>();
    for (JsonNode node : list) {
      if (!node.isInt()) {
        throw new ScriptException("no node's number: " + node);
      }
      nodes.add(node.asInt());
    }
    return nodes;
  }

  private static int integer(JsonNode line, String name) throws ScriptException {
    JsonNode value = field(line, name);
    if (!value.isInt()) {
      throw new ScriptException(name + " is no whole number: " + line);
    }
    return value.asInt();
  }

  private static double number(JsonNode line, String name) throws ScriptException {
    JsonNode value = field(line, name);
    if (!value.isNumber()) {
      throw new ScriptException(name + " is no number: " + line);
    }
    return value.asDouble();
  }

  private static String text(JsonNode line, String name) throws ScriptException {
    return field(line, name).asText();
  }

  private static JsonNode field(JsonNode line, String name) throws ScriptException {
    JsonNode value = line.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw new ScriptException("no " + name + " in " + line);
    }
    return value;
  }
}
