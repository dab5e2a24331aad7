package org.datanet.testnet.gossipbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.datanet.testnet.foreign.JsFolder;
import org.datanet.testnet.launcher.JvmCommand;
import org.datanet.testnet.lines.LineProcess;

/** The measurement's hand on one peer process. */
final class BenchPeer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LineProcess process;
  private final String address;

  private BenchPeer(LineProcess process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts a peer's process and lets it listen. */
  @FunctionalInterface
  interface Starter {
    BenchPeer start(int number) throws IOException;
  }

  /** Ours. */
  static BenchPeer datanet(int number, String transport) throws IOException {
    List<String> command =
        JvmCommand.of(
            List.of("-Xmx512m"), PeerMain.class, List.of(Integer.toString(number), transport));
    LineProcess process = LineProcess.start(new ProcessBuilder(command));
    return listening(process, process.ask("start"));
  }

  /** One of js-libp2p. */
  static BenchPeer js(int number, String transport, JsFolder scripts) throws IOException {
    LineProcess process = scripts.run("bench.mjs");
    return listening(process, process.ask("start", "number", number, "transport", transport));
  }

  private static BenchPeer listening(LineProcess process, JsonNode listening) {
    return new BenchPeer(process, listening.get("addresses").get(0).asText());
  }

  void connect(BenchPeer to) {
    process.ask("connect", "address", to.address);
  }

  /** Other peers that it knows to follow the topic. */
  int subscribers() {
    return process.ask("subscribers").asInt();
  }

  /** Counts these messages from now on. */
  void expect(long first, int count) {
    process.ask("expect", "first", first, "count", count);
  }

  /** Is told now and then up to which number messages came, if they came in order. */
  void onHeard(LongConsumer listener) {
    process.listen(event -> listener.accept(event.get("upTo").asLong()));
  }

  Tally tally() {
    return JSON.convertValue(process.ask("tally"), Tally.class);
  }

  CompletableFuture<JsonNode> publish(long first, int count, int bytes, int perSecond) {
    return process.send(
        "publish", "first", first, "count", count, "bytes", bytes, "perSecond", perSecond);
  }

  /** Lets it publish messages of lower numbers than this. */
  void allow(long upTo) {
    process.send("allow", "upTo", upTo);
  }

  @Override
  public void close() {
    process.close();
  }
}
