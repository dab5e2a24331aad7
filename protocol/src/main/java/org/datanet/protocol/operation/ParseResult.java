package org.datanet.protocol.operation;

/** What an envelope's structure says, before its signature is looked at. */
public sealed interface ParseResult {

  record Parsed(UnverifiedOperation operation) implements ParseResult {}

  record Rejected(Refusal refusal) implements ParseResult {}
}
