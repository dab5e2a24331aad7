package org.datanet.node.client;

import java.net.URI;
import java.util.List;

/** Finds a node that answers. */
public final class ApiClients {

  private ApiClients() {}

  /**
   * A client of the first address, in the order given, whose node tells its status.
   *
   * @throws ApiUnreachableException naming every address if none does
   */
  public static ApiClient firstReachable(List<URI> bases) throws ApiUnreachableException {
    return firstReachable(bases, ApiTimeouts.defaults());
  }

  /** As above, with timeouts that hold for every attempt and for the client. */
  public static ApiClient firstReachable(List<URI> bases, ApiTimeouts timeouts)
      throws ApiUnreachableException {
    ApiUnreachableException none =
        new ApiUnreachableException("no node answers at any of " + bases);
    for (URI base : bases) {
      ApiClient client = new ApiClient(base, timeouts);
      try {
        client.status();
        return client;
      } catch (ApiException e) {
        client.close();
        none.addSuppressed(e);
      }
    }
    throw none;
  }
}
