package org.datanet.node.libp2p.swarm;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.datanet.node.libp2p.host.Host.StreamHandler;

/** The protocols that a host answers; any thread. */
final class ProtocolTable {

  private final Map<String, StreamHandler> handlers = new ConcurrentHashMap<>();

  void register(String protocol, StreamHandler handler) {
    if (handlers.putIfAbsent(protocol, handler) != null) {
      throw new IllegalStateException(protocol + " has a handler already");
    }
  }

  boolean speaks(String protocol) {
    return handlers.containsKey(protocol);
  }

  StreamHandler handler(String protocol) {
    StreamHandler handler = handlers.get(protocol);
    if (handler == null) {
      throw new IllegalStateException("agreed on " + protocol + " without a handler");
    }
    return handler;
  }

  List<String> names() {
    return handlers.keySet().stream().sorted().toList();
  }
}
