package org.datanet.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.operation.DecodeResult;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.ParseResult;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.testing.Fixtures;

/** An envelope either is canonical in every byte, and within bounds, or has a reason. */
public final class OperationTarget implements FuzzTarget {

  /** docs/protocol.md §8: what needs no ledger. */
  private static final Set<Reason> ENVELOPE_REASONS =
      EnumSet.of(
          Reason.MALFORMED,
          Reason.TOO_LARGE,
          Reason.WRONG_AUTHOR,
          Reason.FIELD_OUT_OF_RANGE,
          Reason.NONCE_MISPLACED,
          Reason.PARAMETER_OUT_OF_BOUNDS,
          Reason.BEACON_COMMITMENT_INVALID);

  /** Refusals are shown and logged: no peer may make one long. */
  static final int MESSAGE_CHARS_MAX = 300;

  @Override
  public String name() {
    return "operation";
  }

  @Override
  public void accept(byte[] input) {
    switch (OperationCodec.parse(input)) {
      case ParseResult.Parsed parsed -> {
        assertCanonical(parsed.operation().assumeVerified(), input);
        assertThat(
                OperationCodec.verifySignature(
                    parsed.operation(), Fixtures.NETWORK_ID, (key, message, signature) -> true))
            .isEqualTo(new DecodeResult.Decoded(parsed.operation().assumeVerified()));
      }
      case ParseResult.Rejected rejected -> assertReasoned(rejected.refusal());
    }
  }

  private static void assertCanonical(SignedOperation operation, byte[] input) {
    assertThat(operation.envelope()).isEqualTo(Bytes.wrap(input));
    assertThat(operation.id()).isEqualTo(OperationId.of(input));
    Bytes payload =
        OperationCodec.encodePayload(
            operation.author(), operation.nonce(), operation.expiresEpoch(), operation.operation());
    // Field 1 of the envelope: a tag, a length of one to three bytes, the payload.
    int lengthBytes = payload.size() < 1 << 7 ? 1 : payload.size() < 1 << 14 ? 2 : 3;
    assertThat(Bytes.wrap(input, 1 + lengthBytes, payload.size())).isEqualTo(payload);
    assertThat(
            OperationCodec.refusalOf(
                operation.author(),
                operation.nonce(),
                operation.expiresEpoch(),
                operation.operation()))
        .isEmpty();
  }

  private static void assertReasoned(Refusal refusal) {
    assertThat(refusal.reason()).isIn(ENVELOPE_REASONS);
    assertThat(refusal.message()).hasSizeLessThanOrEqualTo(MESSAGE_CHARS_MAX);
  }
}
