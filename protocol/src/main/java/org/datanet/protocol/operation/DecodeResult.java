package org.datanet.protocol.operation;

/** An operation that everything about its envelope speaks for, or what speaks against it. */
public sealed interface DecodeResult {

  record Decoded(SignedOperation operation) implements DecodeResult {}

  record Rejected(Refusal refusal) implements DecodeResult {}
}
