package org.datanet.node.api.model;

import java.util.Optional;

/** What became of one content of a call: {@code cid} and features, or reason and message. */
public record ContentOutcome(
    Optional<String> cid,
    Optional<Long> sizeBytes,
    Optional<Long> tokens,
    Optional<String> reason,
    Optional<String> message) {

  public static ContentOutcome stored(String cid, long sizeBytes, long tokens) {
    return new ContentOutcome(
        Optional.of(cid),
        Optional.of(sizeBytes),
        Optional.of(tokens),
        Optional.empty(),
        Optional.empty());
  }

  public static ContentOutcome refused(String reason, String message) {
    return new ContentOutcome(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(reason),
        Optional.of(message));
  }
}
