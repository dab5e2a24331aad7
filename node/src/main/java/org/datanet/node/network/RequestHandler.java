package org.datanet.node.network;

import java.util.concurrent.CompletionStage;

/**
 * Answers the requests of a protocol; it may block. A stage that fails is answered with a refusal.
 */
@FunctionalInterface
public interface RequestHandler {

  CompletionStage<Response> onRequest(String fromPeer, byte[] body);
}
