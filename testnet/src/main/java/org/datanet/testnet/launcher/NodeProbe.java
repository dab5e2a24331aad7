package org.datanet.testnet.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.datanet.node.api.model.NodeStatus;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.ApiException;
import org.datanet.node.client.ApiTimeouts;

/** Asks the nodes, the system and the files how each node is. */
record NodeProbe(NetworkFolder folder, ApiTimeouts timeouts) {

  List<NodeReport> reports(NetworkState state) throws IOException {
    List<NodeReport> reports = new ArrayList<>();
    for (NetworkState.Node node : state.nodes()) {
      reports.add(report(node));
    }
    return reports;
  }

  private NodeReport report(NetworkState.Node node) throws IOException {
    Optional<OwnProcess> alive = node.process().filter(OwnProcess::isAlive);
    Optional<NodeStatus> status = alive.isPresent() ? status(node) : Optional.empty();
    Optional<String> told = status.flatMap(NodeStatus::halted);
    return new NodeReport(
        node.index(),
        NetworkFolder.apiUri(node).toString(),
        node.peerId(),
        node.account(),
        node.process().map(p -> OptionalLong.of(p.pid())).orElse(OptionalLong.empty()),
        alive.isPresent(),
        status.isPresent(),
        status.map(NodeStatus::epoch),
        status.map(NodeStatus::round),
        status.map(NodeStatus::peers),
        status.map(NodeStatus::syncing),
        alive.isPresent() ? ResidentSet.kib(alive.get().pid()) : Optional.empty(),
        told.isPresent() ? told : folder.haltedBecause(node.index()),
        folder.log(node.index()).toString());
  }

  private Optional<NodeStatus> status(NetworkState.Node node) {
    try (ApiClient client = new ApiClient(NetworkFolder.apiUri(node), timeouts)) {
      return Optional.of(client.status());
    } catch (ApiException e) {
      return Optional.empty(); // the report says that it does not answer
    }
  }
}
