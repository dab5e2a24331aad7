package org.datanet.protocol.operation;

import java.util.Optional;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.wire.CreateDatanet;
import org.datanet.protocol.wire.OperationPayload;

/** One branch per kind: bounds, to and from the wire. The kinds' fields are in {@code *Fields}. */
final class PayloadCodec {

  private PayloadCodec() {}

  /** Everything about a payload that needs no ledger and no envelope. */
  static Optional<Refusal> check(OperationPayload payload) {
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .hash("author", payload.getAuthor())
        .range("nonce", payload.getNonce(), 0, Long.MAX_VALUE)
        .range("expires_epoch", payload.getExpiresEpoch(), 1, Long.MAX_VALUE)
        .and(() -> checkBody(payload))
        .and(() -> checkNonce(payload))
        .refusal();
  }

  private static Optional<Refusal> checkBody(OperationPayload payload) {
    return switch (payload.getBodyCase()) {
      case CREATE_DATANET ->
          ManifestRules.check(ManifestCodec.fromWire(payload.getCreateDatanet().getManifest()));
      case COMMIT_CONTRIBUTION -> ContributionFields.check(payload.getCommitContribution());
      case CONTRIBUTE -> ContributionFields.check(payload.getContribute());
      case COMMIT_BALLOT -> BallotFields.check(payload.getCommitBallot());
      case REVEAL_BALLOT -> BallotFields.check(payload.getRevealBallot());
      case USE -> MoneyFields.check(payload.getUse());
      case TRANSFER -> MoneyFields.check(payload.getTransfer());
      case BOND -> StakeFields.check(payload.getBond());
      case UNBOND -> StakeFields.check(payload.getUnbond());
      case RENEW_BEACON -> StakeFields.check(payload.getRenewBeacon());
      case BODY_NOT_SET -> Optional.of(new Refusal(Reason.MALFORMED, "the payload has no body"));
    };
  }

  private static Optional<Refusal> checkNonce(OperationPayload payload) {
    boolean carries = read(payload).carriesNonce();
    return FieldCheck.refusingWith(Reason.NONCE_MISPLACED)
        .require(
            carries == (payload.getNonce() != 0),
            () -> carries ? "nonces count from 1" : "nonce is 0 here, not " + payload.getNonce())
        .refusal();
  }

  /** For a payload that passed {@link #check}, or at least its body. */
  static Operation read(OperationPayload payload) {
    return switch (payload.getBodyCase()) {
      case CREATE_DATANET ->
          new Operation.CreateDatanet(
              ManifestCodec.fromWire(payload.getCreateDatanet().getManifest()));
      case COMMIT_CONTRIBUTION -> ContributionFields.read(payload.getCommitContribution());
      case CONTRIBUTE -> ContributionFields.read(payload.getContribute());
      case COMMIT_BALLOT -> BallotFields.read(payload.getCommitBallot());
      case REVEAL_BALLOT -> BallotFields.read(payload.getRevealBallot());
      case USE -> MoneyFields.read(payload.getUse());
      case TRANSFER -> MoneyFields.read(payload.getTransfer());
      case BOND -> StakeFields.read(payload.getBond());
      case UNBOND -> StakeFields.read(payload.getUnbond());
      case RENEW_BEACON -> StakeFields.read(payload.getRenewBeacon());
      case BODY_NOT_SET -> throw new IllegalArgumentException("a payload without a body");
    };
  }

  static void write(Operation operation, OperationPayload.Builder payload) {
    switch (operation) {
      case Operation.CreateDatanet o ->
          payload.setCreateDatanet(
              CreateDatanet.newBuilder().setManifest(ManifestCodec.toWire(o.manifest())));
      case Operation.CommitContribution o ->
          payload.setCommitContribution(ContributionFields.write(o));
      case Operation.Contribute o -> payload.setContribute(ContributionFields.write(o));
      case Operation.CommitBallot o -> payload.setCommitBallot(BallotFields.write(o));
      case Operation.RevealBallot o -> payload.setRevealBallot(BallotFields.write(o));
      case Operation.Use o -> payload.setUse(MoneyFields.write(o));
      case Operation.Transfer o -> payload.setTransfer(MoneyFields.write(o));
      case Operation.Bond o -> payload.setBond(StakeFields.write(o));
      case Operation.Unbond o -> payload.setUnbond(StakeFields.write(o));
      case Operation.RenewBeacon o -> payload.setRenewBeacon(StakeFields.write(o));
    }
  }
}
