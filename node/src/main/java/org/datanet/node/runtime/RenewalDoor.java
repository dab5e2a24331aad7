package org.datanet.node.runtime;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.replica.Effect.Admission;

/** The way that an own user's operations take into this node. */
record RenewalDoor(NodeLoop loop, Intake intake) implements BeaconRenewal.Door {

  @Override
  public CompletionStage<Optional<Long>> nextNonce(AccountId account) {
    return loop.ask(
        replica ->
            replica.standing().catchingUp()
                ? Optional.empty()
                : Optional.of(replica.nextNonce(account)));
  }

  @Override
  public CompletionStage<Admission> submit(byte[] envelope) {
    return intake.submit(envelope).thenApply(Submission::admission);
  }
}
