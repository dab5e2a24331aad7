package org.datanet.node.api.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * An operation as this node knows it. An unknown one has only id and state.
 *
 * @param epoch that holds it, empty while pending
 * @param index its place in the epoch's batch, from 0
 * @param author DID
 * @param nonce 0 for openings and reveals
 * @param kind such as {@code Use}
 * @param fields the kind's fields; ids and hashes in their text forms
 */
public record OperationInfo(
    String id,
    State state,
    Optional<Long> epoch,
    Optional<Integer> index,
    Optional<String> author,
    Optional<Long> nonce,
    Optional<Long> expiresEpoch,
    Optional<String> kind,
    Optional<JsonNode> fields) {

  public OperationInfo {
    // JSON's null reads as a node that says so.
    fields = fields.filter(node -> !node.isNull());
  }

  /** Where it stands. */
  public enum State {
    PENDING,
    APPLIED,
    UNKNOWN
  }
}
