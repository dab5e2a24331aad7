package org.datanet.node.api;

import org.datanet.node.api.model.ApiJson;

/** A successful answer, rendered on the worker that read it. */
@SuppressWarnings("ArrayRecordComponent") // written to a socket, never compared
record Answer(String contentType, byte[] body, Freshness freshness) {

  /** Whether the answer may be kept by whoever got it. */
  enum Freshness {
    CHANGES,
    /** Named by its hash, or decided: the same for ever. */
    IMMUTABLE
  }

  static Answer json(Object value) {
    return new Answer("application/json", ApiJson.write(value), Freshness.CHANGES);
  }

  static Answer text(String contentType, String text) {
    return new Answer(
        contentType, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), Freshness.CHANGES);
  }

  static Answer immutable(byte[] content) {
    return new Answer("application/octet-stream", content, Freshness.IMMUTABLE);
  }
}
