package org.datanet.node.api.model;

import java.util.List;
import java.util.Optional;

/**
 * A record's ledger entry.
 *
 * @param record 64 hex digits, as {@code datanet}
 * @param cid name of its content
 * @param owner DID
 * @param state {@code SEALED}, {@code CURATING}, {@code ACCEPTED}, {@code REJECTED}, {@code
 *     RETURNED} or {@code SUPERSEDED_CLAIM}
 * @param bondMicros held by the record
 * @param draws panels drawn or tried
 * @param settledEpoch empty until settled
 * @param paidMicros lifetime tranches granted
 * @param operation id of the opening
 */
public record RecordInfo(
    String datanet,
    String record,
    String cid,
    String owner,
    long commitEpoch,
    long sealedEpoch,
    long sizeBytes,
    long tokens,
    String licence,
    ProvenanceInfo provenance,
    String category,
    List<String> labels,
    String state,
    long bondMicros,
    int draws,
    Optional<Long> settledEpoch,
    int approvals,
    int refusals,
    long paidMicros,
    String operation) {

  /**
   * @param kind {@code HUMAN}, {@code SYNTHETIC}, {@code DERIVED} or {@code IMPORTED}
   * @param parents record ids, only with {@code DERIVED}
   * @param sourceUrl only with {@code IMPORTED}
   */
  public record ProvenanceInfo(String kind, List<String> parents, Optional<String> sourceUrl) {
    public ProvenanceInfo {
      parents = List.copyOf(parents);
    }
  }

  public RecordInfo {
    labels = List.copyOf(labels);
  }
}
