package org.datanet.node.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.datanet.node.api.model.BanInfo;
import org.datanet.node.api.model.BanRequest;

/** Calls that ban peers and lift bans. */
final class Bans {

  static final int REASON_LENGTH_MAX = 200;

  private final NodeFacade facade;

  Bans(NodeFacade facade) {
    this.facade = facade;
  }

  List<BanInfo> all() {
    return facade.bans();
  }

  /** Gives all bans as they are then. */
  List<BanInfo> add(byte[] body) throws IOException, RefusedException {
    BanRequest request = Uploads.read(body, BanRequest.class);
    if (request.reason().isBlank() || request.reason().length() > REASON_LENGTH_MAX) {
      throw RefusedException.badRequest("a reason has 1 to 200 characters");
    }
    if (request.forMs().filter(ms -> ms < 1).isPresent()) {
      throw RefusedException.badRequest("a ban lasts 1 ms or more; without forMs it does not end");
    }
    long nowMs = System.currentTimeMillis();
    Optional<Long> untilMs =
        request.forMs().map(ms -> ms > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + ms);
    try {
      facade.ban(request.peerId(), untilMs, request.reason());
    } catch (IllegalArgumentException e) {
      throw RefusedException.badRequest("not a peer id: " + request.peerId());
    }
    return facade.bans();
  }

  /** Gives the bans that are left. */
  List<BanInfo> lift(String peerId) throws IOException, RefusedException {
    boolean lifted;
    try {
      lifted = facade.unban(peerId);
    } catch (IllegalArgumentException e) {
      throw RefusedException.badRequest("not a peer id: " + peerId);
    }
    if (!lifted) {
      throw RefusedException.notFound("the peer is not banned");
    }
    return facade.bans();
  }
}
