package org.datanet.testnet.demo;

import java.util.Optional;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.SignedOperation;

/** One operation of a member on its way into an epoch. Owned by its member's thread. */
final class Ticket {

  /** What became of it. */
  sealed interface State {
    record Waiting() implements State {}

    /** An epoch holds it. */
    record Applied(long epoch) implements State {}

    /** No node takes it, and no later epoch will change that. */
    record Refused(String reason) implements State {}
  }

  /** A refusal may come from a node that is an epoch behind: it is believed when it is repeated. */
  private static final int REFUSALS_BELIEVED = 3;

  private final Optional<byte[]> content;
  private SignedOperation signed;
  private State state = new State.Waiting();
  private int refusals;

  Ticket(SignedOperation signed, Optional<byte[]> content) {
    this.signed = signed;
    this.content = content;
  }

  SignedOperation signed() {
    return signed;
  }

  Optional<byte[]> content() {
    return content;
  }

  State state() {
    return state;
  }

  boolean waits() {
    return state instanceof State.Waiting;
  }

  Optional<Long> appliedEpoch() {
    return state instanceof State.Applied applied ? Optional.of(applied.epoch()) : Optional.empty();
  }

  Optional<String> refusal() {
    return state instanceof State.Refused refused
        ? Optional.of(refused.reason())
        : Optional.empty();
  }

  void applied(long epoch) {
    state = new State.Applied(epoch);
  }

  /** A node said no. */
  void refused(String reason) {
    refusals++;
    boolean atOnce = reason.equals(Reason.RECORD_EXISTS.name());
    if (atOnce || refusals >= REFUSALS_BELIEVED) {
      state = new State.Refused(reason);
    }
  }
}
