package org.datanet.node.api.model;

/**
 * Every path the node answers, with its method; {@code {name}} is a parameter that is one segment.
 * Parameters and answers are described in docs/openapi.yaml, which a test holds against this list.
 */
public enum Endpoint {
  STATUS(Method.GET, "/v1/status"),
  PEERS(Method.GET, "/v1/peers"),
  BANS(Method.GET, "/v1/bans"),
  BAN(Method.POST, "/v1/bans"),
  UNBAN(Method.DELETE, "/v1/bans/{peer}"),
  PEERS_DROPPED(Method.GET, "/v1/peers/dropped"),
  GENESIS(Method.GET, "/v1/genesis"),
  PARAMETERS(Method.GET, "/v1/parameters"),
  ACCOUNT(Method.GET, "/v1/accounts/{did}"),
  DATANETS(Method.GET, "/v1/datanets"),
  DATANET(Method.GET, "/v1/datanets/{datanet}"),
  DATANET_RECORDS(Method.GET, "/v1/datanets/{datanet}/records"),
  DATANET_RECORD(Method.GET, "/v1/datanets/{datanet}/records/{record}"),
  RECORD(Method.GET, "/v1/records/{record}"),
  CONTENT(Method.GET, "/v1/contents/{cid}"),
  PUT_CONTENTS(Method.POST, "/v1/contents"),
  SUBMIT(Method.POST, "/v1/operations"),
  OPERATION(Method.GET, "/v1/operations/{id}"),
  EPOCHS(Method.GET, "/v1/epochs"),
  EPOCH(Method.GET, "/v1/epochs/{epoch}"),
  EPOCH_HEADER(Method.GET, "/v1/epochs/{epoch}/header"),
  EPOCH_ATTRIBUTION(Method.GET, "/v1/epochs/{epoch}/attribution"),
  EPOCH_REWARDS(Method.GET, "/v1/epochs/{epoch}/rewards"),
  EPOCH_OPERATIONS(Method.GET, "/v1/epochs/{epoch}/operations"),
  REWARDS(Method.GET, "/v1/rewards/{did}"),
  EARNERS(Method.GET, "/v1/earners"),
  PANELS(Method.GET, "/v1/panels/{did}"),
  EXPLAIN_USE(Method.GET, "/v1/explain/{id}"),
  EXPLAIN_ACCOUNT(Method.GET, "/v1/explain/account/{did}"),
  EVENTS(Method.GET, "/v1/events"),
  METRICS(Method.GET, "/metrics");

  /** What may be done to a path. */
  public enum Method {
    GET,
    POST,
    DELETE
  }

  private final Method method;
  private final String template;

  Endpoint(Method method, String template) {
    this.method = method;
    this.template = template;
  }

  public Method method() {
    return method;
  }

  public String template() {
    return template;
  }

  /**
   * The path with its parameters filled in, in order. Every text form of the API is made of
   * characters that a path may hold as they are.
   */
  public String path(String... values) {
    String path = template;
    for (String value : values) {
      int open = path.indexOf('{');
      int close = path.indexOf('}');
      if (open < 0) {
        throw new IllegalArgumentException(template + " has fewer parameters");
      }
      path = path.substring(0, open) + value + path.substring(close + 1);
    }
    if (path.indexOf('{') >= 0) {
      throw new IllegalArgumentException(template + " has more parameters");
    }
    return path;
  }
}
