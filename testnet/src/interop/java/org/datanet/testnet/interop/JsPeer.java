package org.datanet.testnet.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.testnet.lines.LineProcess;

/** A js-libp2p peer in a process of its own: {@code peer.mjs}. */
final class JsPeer implements AutoCloseable {

  private final LineProcess process;
  private final PeerId id;
  private final Multiaddr address;

  private JsPeer(LineProcess process, JsonNode started) {
    this.process = process;
    this.id = PeerId.parse(started.get("peer").asText());
    this.address = Multiaddr.parse(started.get("addresses").get(0).asText());
  }

  /**
   * Speaks TCP.
   *
   * @param options of {@code start} in {@code peer.mjs}: names and values in turn
   */
  static JsPeer start(Object... options) throws IOException {
    return start(Wire.TCP, options);
  }

  static JsPeer start(Wire wire, Object... options) throws IOException {
    LineProcess process = JsProcess.run("peer.mjs");
    return new JsPeer(process, process.ask("start", withWire(options, wire)));
  }

  PeerId id() {
    return id;
  }

  /** Where it listens, with its peer id. */
  Multiaddr address() {
    return address;
  }

  LineProcess process() {
    return process;
  }

  PeerId connect(Multiaddr to) {
    return PeerId.parse(process.ask("connect", "address", to.toString()).get("peer").asText());
  }

  /** Counts the messages of a topic from now on. */
  void subscribe(String topic) {
    process.ask("subscribe", "topic", topic);
  }

  Map<Long, Numbered.Count> tally(String topic) {
    Map<Long, Numbered.Count> counts = new TreeMap<>();
    process
        .ask("tally", "topic", topic)
        .fields()
        .forEachRemaining(
            of ->
                counts.put(
                    Long.valueOf(of.getKey()),
                    new Numbered.Count(
                        of.getValue().get("distinct").asInt(),
                        of.getValue().get("doubled").asInt())));
    return counts;
  }

  List<PeerId> subscribers(String topic) {
    return peers(process.ask("subscribers", "topic", topic));
  }

  List<PeerId> mesh(String topic) {
    return peers(process.ask("mesh", "topic", topic));
  }

  void publish(String topic, byte[] data) {
    process.ask("publish", "topic", topic, "data", base64(data));
  }

  /** Peer ids of open connections. */
  List<PeerId> connections() {
    List<PeerId> peers = new ArrayList<>();
    process
        .ask("connections")
        .forEach(connection -> peers.add(PeerId.parse(connection.get("peer").asText())));
    return peers;
  }

  @Override
  public void close() {
    process.close();
  }

  static String base64(byte[] data) {
    return Base64.getEncoder().encodeToString(data);
  }

  private static Object[] withWire(Object[] options, Wire wire) {
    return Stream.concat(Stream.of("transport", wire.transport()), Arrays.stream(options))
        .toArray();
  }

  private static List<PeerId> peers(JsonNode list) {
    List<PeerId> peers = new ArrayList<>();
    list.forEach(peer -> peers.add(PeerId.parse(peer.asText())));
    return peers;
  }
}
