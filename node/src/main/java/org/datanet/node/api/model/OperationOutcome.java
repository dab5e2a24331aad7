package org.datanet.node.api.model;

import java.util.Optional;

/**
 * What became of one envelope.
 *
 * @param id CIDv1 of the envelope, whether or not it was accepted
 * @param reason empty if accepted, as {@code message}
 */
public record OperationOutcome(
    String id, boolean accepted, Optional<String> reason, Optional<String> message) {}
