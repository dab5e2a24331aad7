package org.datanet.testnet.testplan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.datanet.node.libp2p.multiformats.PeerId;

/** What the plan's analysis reads: a line of JSON for each event, with the names of Go's slog. */
final class PlanLog {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;

  PlanLog(PrintWriter out) {
    this.out = out;
  }

  void started(PeerId id, int node) {
    write(line("PeerID").put("id", id.toString()).put("node_id", node));
  }

  /** A copy of a message came, the first or another. */
  void received(PeerId from, String topic, String message) {
    write(
        line("Received Message")
            .put("service", "gossipsub")
            .put("from", from.toString())
            .put("topic", topic)
            .put("id", message));
  }

  private static ObjectNode line(String message) {
    return JSON.createObjectNode()
        .put("time", Instant.now().truncatedTo(ChronoUnit.MICROS).toString())
        .put("level", "INFO")
        .put("msg", message);
  }

  private synchronized void write(ObjectNode line) {
    out.println(line);
    out.flush();
  }
}
