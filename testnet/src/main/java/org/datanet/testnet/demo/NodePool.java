package org.datanet.testnet.demo;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datanet.node.api.model.ApiReason;
import org.datanet.node.api.model.NodeStatus;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.ApiException;
import org.datanet.node.client.ApiRefusedException;
import org.datanet.node.client.ApiTimeouts;
import org.datanet.node.client.ApiUnreachableException;
import org.datanet.protocol.operation.Reason;

/**
 * The nodes of a network as members see them: each has a home node and turns to the next one while
 * that is dead, behind, or too busy. For any thread.
 */
final class NodePool implements AutoCloseable {

  /** A node that takes longer is no use to a member who has an epoch to meet. */
  private static final ApiTimeouts TIMEOUTS = new ApiTimeouts(1_000, 10_000);

  /** What another node may not have against the same call. */
  private static final Set<String> OTHERS_MAY_ANSWER =
      Set.of(
          Reason.POOL_FULL.name(),
          ApiReason.NODE_BUSY.name(),
          ApiReason.STORE_FAILED.name(),
          ApiReason.INTERNAL_ERROR.name());

  /** A call that may be made of any node. */
  interface Call<T> {
    T on(ApiClient node) throws ApiException;
  }

  private final List<ApiClient> clients;
  private volatile List<Boolean> current;

  NodePool(List<URI> nodes) {
    this.clients = nodes.stream().map(uri -> new ApiClient(uri, TIMEOUTS)).toList();
    this.current = nodes.stream().map(uri -> true).toList();
  }

  int size() {
    return clients.size();
  }

  /** One node and no other, to hear its own account of things. */
  ApiClient only(int node) {
    return clients.get(node);
  }

  /** Empty while the node does not answer. */
  Optional<NodeStatus> status(int node) {
    try {
      return Optional.of(clients.get(node).status());
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  /** Which nodes are up to date; the others are asked last. One flag for each node. */
  void setCurrent(List<Boolean> flags) {
    current = List.copyOf(flags);
  }

  /**
   * Asks the home node, then the others in turn.
   *
   * @throws ApiException the first refusal that another node would repeat, or the last failure
   */
  <T> T call(int home, Call<T> call) throws ApiException {
    Optional<ApiException> last = Optional.empty();
    for (boolean upToDate : new boolean[] {true, false}) {
      for (int i = 0; i < clients.size(); i++) {
        int node = (home + i) % clients.size();
        if (current.get(node) != upToDate) {
          continue;
        }
        try {
          return call.on(clients.get(node));
        } catch (ApiUnreachableException e) {
          last = Optional.of(e);
        } catch (ApiRefusedException e) {
          if (!OTHERS_MAY_ANSWER.contains(e.reason())) {
            throw e;
          }
          last = Optional.of(e);
        }
      }
    }
    throw last.orElseThrow();
  }

  @Override
  public void close() {
    clients.forEach(ApiClient::close);
  }
}
