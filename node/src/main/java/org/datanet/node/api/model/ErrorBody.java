package org.datanet.node.api.model;

/**
 * The body of every answer that is not a success.
 *
 * @param reason name of an {@link ApiReason} or of a protocol reason
 * @param message one line for people
 */
public record ErrorBody(String reason, String message) {}
