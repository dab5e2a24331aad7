package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.replica.OneReplica.all;
import static org.datanet.protocol.replica.OneReplica.only;

import java.util.List;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.testing.TestSigner;
import org.junit.jupiter.api.Test;

/** What comes into a replica's pool, and what leaves it without being applied. */
class AdmissionsTest {

  private final OneReplica replica = OneReplica.thatVotes().start();

  @Test
  void tellsAnOwnUserAtOnceWhatTheLedgerWouldSay() {
    SignedOperation tooMuch = replica.transfer(0, 1, Long.MAX_VALUE / 4);

    Admission admission = replica.submit(tooMuch);

    assertThat(((Admission.Rejected) admission).refusal().reason())
        .isEqualTo(Reason.INSUFFICIENT_BALANCE);
    assertThat(replica.disk().pending()).isEmpty();
  }

  @Test
  void takesAPeersOperationThatMayApplyInALaterEpoch() {
    TestSigner unknown = TestSigner.of(70_000);
    SignedOperation early =
        replica.world().sign(unknown, 2, 30, new Operation.Transfer(unknown.account(), 1));

    assertThat(replica.hear(early)).isInstanceOf(Admission.Accepted.class);
    assertThat(replica.disk().pending()).containsExactly(early);
  }

  @Test
  void blamesNobodyForAnOperationThatIsTooOld() {
    TestSigner user = replica.world().users().getFirst();
    SignedOperation expired =
        replica.world().sign(user, 1, 1, new Operation.Transfer(user.account(), 1));
    Epochs.close(replica, List.of());

    Admission admission = replica.hear(expired);

    assertThat(((Admission.Ignored) admission).refusal().reason()).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void publishesOwnUsersOperationsAndLeavesPeersToGossip() {
    SignedOperation own = replica.transfer(0, 1, 5);
    SignedOperation heard = replica.transfer(1, 1, 5);

    replica.submit(own);
    replica.hear(heard);

    assertThat(all(replica.effects(), Effect.PublishOperation.class))
        .containsExactly(new Effect.PublishOperation(own));
    assertThat(all(replica.effects(), Effect.StoreOperation.class))
        .containsExactly(new Effect.StoreOperation(own), new Effect.StoreOperation(heard));
  }

  @Test
  void dropsWhatHasNotAppliedForSomeEpochsAndSaysWhy() {
    TestSigner poor = TestSigner.of(70_000);
    SignedOperation unpaid =
        replica.world().sign(poor, 1, 30, new Operation.Transfer(poor.account(), 1));
    replica.hear(unpaid);

    for (int i = 0; i <= ReplicaLimits.POOL_PATIENCE_EPOCHS; i++) {
      assertThat(replica.replica().pooled(unpaid.id())).isPresent();
      Epochs.close(replica, List.of());
    }

    assertThat(replica.replica().pooled(unpaid.id())).isEmpty();
    Effect.Dropped dropped =
        only(replica.effects(), Effect.DropOperations.class).dropped().getFirst();
    assertThat(dropped.id()).isEqualTo(unpaid.id());
    assertThat(dropped.refusal().reason()).isEqualTo(Reason.INSUFFICIENT_BALANCE);
  }

  @Test
  void dropsWhatAnotherWithItsNonceHasOvertaken() {
    SignedOperation waiting = replica.transfer(0, 1, 5);
    SignedOperation decided = replica.transfer(0, 1, 6);
    replica.hear(waiting);

    SignedProposal proposal = replica.dueProposal(List.of(decided));
    replica.take(new Input.EpochsArrived(List.of(replica.decided(proposal, List.of(decided)))));

    Effect.Dropped dropped =
        only(replica.effects(), Effect.DropOperations.class).dropped().getFirst();
    assertThat(dropped.id()).isEqualTo(waiting.id());
    assertThat(dropped.refusal().reason()).isEqualTo(Reason.NONCE_USED);
  }

  @Test
  void keepsWhatItTookOverARestart() {
    SignedOperation operation = replica.transfer(0, 1, 5);
    replica.submit(operation);

    replica.restart();

    assertThat(replica.replica().pooled(operation.id())).contains(operation);
    assertThat(replica.replica().nextNonce(operation.author())).isEqualTo(2);
  }

  @Test
  void fetchesTheContentsOfOpeningsThatWaitedOverARestart() {
    SignedOperation opening = Epochs.sealedRecord(replica);
    replica.hear(opening);

    replica.restart();

    assertThat(all(replica.effects(), Effect.FetchContent.class).getFirst().contents())
        .containsExactly(WantedContent.of(opening).orElseThrow());
  }
}
