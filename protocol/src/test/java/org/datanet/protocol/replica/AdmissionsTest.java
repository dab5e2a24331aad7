package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.replica.OneReplica.all;
import static org.datanet.protocol.replica.OneReplica.only;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.testing.TestSigner;
import org.junit.jupiter.api.Test;

/** What comes into a replica's pool, and what leaves it without being applied. */
class AdmissionsTest {

  private final OneReplica replica = OneReplica.thatVotes().start();
  private final OperationPool pool = new OperationPool();
  private final Admissions admissions =
      new Admissions(
          replica.world().config(0, replica.disk().ledger(), UnaryOperator.identity()), pool);
  private final Map<Refusal, List<SignedOperation>> gaveWay = new LinkedHashMap<>();

  /** A peer sends it before this epoch. */
  private Admission hear(long epoch, SignedOperation operation) {
    return admissions.admit(chainBefore(epoch), Input.Origin.PEER, operation, gaveWay::put);
  }

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

  @Test
  void dropsWhatIsTooOldAndDoesNotApplyEitherForOneReason() {
    TestSigner poor = TestSigner.of(70_000);
    SignedOperation expiring =
        replica
            .world()
            .sign(
                poor,
                1,
                1 + ReplicaLimits.POOL_PATIENCE_EPOCHS,
                new Operation.Transfer(poor.account(), 1));
    hear(1, expiring);

    Map<Refusal, List<SignedOperation>> stale =
        admissions.stale(chainBefore(2 + ReplicaLimits.POOL_PATIENCE_EPOCHS));

    assertThat(stale.values()).containsExactly(List.of(expiring));
    assertThat(stale.keySet()).extracting(Refusal::reason).containsExactly(Reason.EXPIRED);
  }

  @Test
  void dropsWhatWaitsBehindAMissingNonceAndTheAccountsLaterOnes() {
    AccountId rich = replica.world().users().getFirst().account();
    List<SignedOperation> waiting = verified(rich, 1, 2);
    List<SignedOperation> behind = verified(rich, 4, 5);
    waiting.forEach(o -> hear(1, o));
    behind.forEach(o -> hear(1, o));
    SignedOperation later = verified(rich, 6, 6).getFirst();
    hear(4, later);

    Map<Refusal, List<SignedOperation>> early =
        admissions.stale(chainBefore(1 + ReplicaLimits.POOL_PATIENCE_EPOCHS));
    Map<Refusal, List<SignedOperation>> late =
        admissions.stale(chainBefore(2 + ReplicaLimits.POOL_PATIENCE_EPOCHS));

    assertThat(early).isEmpty();
    assertThat(late).containsOnlyKeys(new Refusal(Reason.NONCE_GAP, "nonce 3 never came"));
    assertThat(late.values().iterator().next())
        .containsExactlyInAnyOrder(behind.get(0), behind.get(1), later);
    assertThat(pool.all()).containsExactlyInAnyOrderElementsOf(waiting);
  }

  /** Ten accounts with money, which the first user is none of. */
  private List<TestSigner> tenRich() {
    List<TestSigner> rich = new ArrayList<>(replica.world().users().subList(1, 6));
    rich.addAll(replica.world().nodes());
    assertThat(rich).hasSize(10);
    return rich;
  }

  /** Fills the pool with what these accounts send from this nonce on. */
  private void fill(List<TestSigner> accounts, long firstNonce) {
    for (TestSigner account : accounts) {
      verified(
              account.account(),
              firstNonce,
              firstNonce - 1 + ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX)
          .forEach(o -> hear(1, o));
    }
  }

  @Test
  void hasRoomAgainForOthersWhereTenAccountsFilledThePoolBehindGaps() {
    fill(tenRich(), 2);
    SignedOperation early = replica.transfer(0, 2, 5);
    Admission before = hear(2, early);

    admissions.stale(chainBefore(2 + ReplicaLimits.POOL_PATIENCE_EPOCHS));

    assertThat(((Admission.Ignored) before).refusal().reason()).isEqualTo(Reason.POOL_FULL);
    assertThat(pool.size()).isZero();
    assertThat(hear(2 + ReplicaLimits.POOL_PATIENCE_EPOCHS, early))
        .isInstanceOf(Admission.Accepted.class);
  }

  @Test
  void whatWaitsBehindAGapGivesWayInAFullPoolToWhatAppliesNow() {
    List<TestSigner> rich = tenRich();
    fill(rich, 2);
    SignedOperation honest = replica.transfer(0, 1, 5);

    Admission admission = hear(2, honest);

    assertThat(admission).isInstanceOf(Admission.Accepted.class);
    assertThat(pool.contains(honest.id())).isTrue();
    AccountId lowest =
        rich.stream()
            .map(TestSigner::account)
            .filter(a -> pool.after(a, 0).isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(rich).noneMatch(other -> isBefore(other.account(), lowest) && hasMost(other));
    assertThat(gaveWay)
        .containsOnlyKeys(
            new Refusal(Reason.NONCE_GAP, "nonce 1 is missing, and the pool is full"));
    assertThat(gaveWay.values().iterator().next())
        .hasSize(ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX)
        .allMatch(gone -> gone.author().equals(lowest));
  }

  private boolean hasMost(TestSigner account) {
    return pool.after(account.account(), 0).size() == ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX;
  }

  private static boolean isBefore(AccountId one, AccountId other) {
    return one.compareTo(other) < 0;
  }

  @Test
  void nothingGivesWayToWhatWouldWaitItself() {
    fill(tenRich(), 2);
    assertThat(pool.size()).isEqualTo(ReplicaLimits.POOL_OPERATIONS_MAX);
    TestSigner poor = TestSigner.of(70_000);
    Operation one = new Operation.Transfer(poor.account(), 1);

    List<Admission> admissions =
        List.of(
            hear(2, replica.transfer(0, 2, 5)), // behind a gap
            hear(2, replica.transfer(0, 1, Long.MAX_VALUE / 4)), // over its balance
            hear(2, replica.world().sign(poor, 1, 30, one))); // without a balance

    assertThat(admissions)
        .allSatisfy(
            admission ->
                assertThat(((Admission.Ignored) admission).refusal().reason())
                    .isEqualTo(Reason.POOL_FULL));
    assertThat(gaveWay).isEmpty();
    assertThat(pool.size()).isEqualTo(ReplicaLimits.POOL_OPERATIONS_MAX);
  }

  @Test
  void whatContinuesWithoutAGapGivesWayToNobody() {
    fill(tenRich(), 1);

    Admission admission = hear(2, replica.transfer(0, 1, 5));

    assertThat(((Admission.Ignored) admission).refusal().reason()).isEqualTo(Reason.POOL_FULL);
    assertThat(gaveWay).isEmpty();
  }

  @Test
  void nobodysOwnOperationsGiveWayToTheOneThatTheyWaitFor() {
    List<TestSigner> rich = tenRich();
    fill(rich.subList(0, 9), 1);
    AccountId last = rich.getLast().account();
    verified(last, 2, ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX).forEach(o -> hear(1, o));
    int waiting = pool.after(last, 1).size();

    Admission admission = hear(2, verified(last, 1, 1).getFirst());

    assertThat(((Admission.Ignored) admission).refusal().reason()).isEqualTo(Reason.POOL_FULL);
    assertThat(gaveWay).isEmpty();
    assertThat(pool.after(last, 1)).hasSize(waiting).isNotEmpty();
  }

  @Test
  void whoWasSparedForItsOwnOperationGivesWayToTheNextOne() {
    List<TestSigner> rich = tenRich();
    fill(rich.subList(0, 9), 1);
    AccountId last = rich.getLast().account();
    verified(last, 2, ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX).forEach(o -> hear(1, o));
    hear(2, verified(last, 1, 1).getFirst());

    Admission admission = hear(2, replica.transfer(0, 1, 5));

    assertThat(admission).isInstanceOf(Admission.Accepted.class);
    assertThat(pool.after(last, 0)).isEmpty();
  }

  @Test
  void commitsABatchWhoseOperationsGaveWayWhileItWasDecided() {
    List<TestSigner> rich = tenRich();
    for (TestSigner account : rich) {
      verified(account.account(), 2, 1 + ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX)
          .forEach(replica::hear);
    }
    AccountId first =
        rich.stream().map(TestSigner::account).min(Comparator.naturalOrder()).orElseThrow();
    List<SignedOperation> named = verified(first, 1, 3);
    SignedProposal proposal = replica.dueProposal(named);
    Bytes32 value = proposal.proposal().valueId();
    replica.propose(proposal);
    replica.take(new Input.OperationsArrived(value, named.subList(0, 1)));

    replica.hear(replica.transfer(0, 1, 5));
    assertThat(replica.replica().pooled(named.getLast().id())).isEmpty();
    replica.decide(value);

    assertThat(replica.disk().lastEpoch()).isEqualTo(1);
  }

  @Test
  void tellsTheStoreAndTheSenderWhatGaveWay() {
    for (TestSigner account : tenRich()) {
      verified(account.account(), 2, 1 + ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX)
          .forEach(replica::hear);
    }

    Admission admission = replica.hear(replica.transfer(0, 1, 5));

    assertThat(admission).isInstanceOf(Admission.Accepted.class);
    assertThat(only(replica.effects(), Effect.DropOperations.class).dropped())
        .hasSize(ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX)
        .allMatch(dropped -> dropped.refusal().reason() == Reason.NONCE_GAP);
  }

  @Test
  void keepsABulkContributorsOperationsWithoutAGapHoweverLongTheyWait() {
    AccountId rich = replica.world().users().getFirst().account();
    List<SignedOperation> bulk = verified(rich, 1, 2_000);
    bulk.reversed().forEach(o -> hear(1, o));

    Map<Refusal, List<SignedOperation>> stale = admissions.stale(chainBefore(30));

    assertThat(stale).isEmpty();
    assertThat(pool.size()).isEqualTo(2_000);
  }

  /** The ledger of genesis, as if so many epochs had closed without touching it. */
  private Chain chainBefore(long epoch) {
    Chain genesis = replica.disk().chain();
    return new Chain(
        genesis.ledger(),
        genesis.digest(),
        epoch - 1,
        genesis.lastBatchId(),
        genesis.lastCertificate());
  }

  /** Transfers with the nonces {@code [first, last]}, as they come out of verification. */
  private static List<SignedOperation> verified(AccountId author, long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(
            nonce ->
                new SignedOperation(
                    new OperationId(
                        Hasher.of("id").add(author.publicKey()).addLong(nonce).digest()),
                    author,
                    nonce,
                    40,
                    new Operation.Transfer(author, 1),
                    Bytes.wrap(new byte[150])))
        .toList();
  }
}
