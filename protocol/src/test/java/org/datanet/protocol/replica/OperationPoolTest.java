package org.datanet.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.testing.Fixtures.ALICE;
import static org.datanet.protocol.testing.Fixtures.BOB;
import static org.datanet.protocol.testing.Fixtures.signed;

import java.util.List;
import java.util.Optional;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.testing.TestSigner;
import org.junit.jupiter.api.Test;

class OperationPoolTest {

  private static final long FEE = 300;
  private static final long RICH = Long.MAX_VALUE;

  private final OperationPool pool = new OperationPool();

  private static SignedOperation transfer(TestSigner author, long nonce, long amountMicros) {
    return signed(author, nonce, new Operation.Transfer(BOB.account(), amountMicros));
  }

  private Optional<Reason> add(SignedOperation operation, long balanceMicros) {
    return pool.add(operation, 1, FEE, balanceMicros).map(Refusal::reason);
  }

  @Test
  void keepsOneOperationOnce() {
    assertThat(add(transfer(ALICE, 1, 5), RICH)).isEmpty();

    assertThat(add(transfer(ALICE, 1, 5), RICH)).contains(Reason.DUPLICATE_OPERATION);
    assertThat(pool.size()).isEqualTo(1);
  }

  @Test
  void keepsTheFirstOfTwoWithTheSameNonce() {
    SignedOperation first = transfer(ALICE, 1, 5);
    add(first, RICH);

    assertThat(add(transfer(ALICE, 1, 6), RICH)).contains(Reason.NONCE_USED);
    assertThat(pool.all()).containsExactly(first);
  }

  @Test
  void takesOperationsInWhateverOrderTheirNoncesCome() {
    assertThat(add(transfer(ALICE, 3, 5), RICH)).isEmpty();
    assertThat(add(transfer(ALICE, 1, 5), RICH)).isEmpty();

    assertThat(pool.nextNonce(ALICE.account(), 0)).isEqualTo(2);
    add(transfer(ALICE, 2, 5), RICH);
    assertThat(pool.nextNonce(ALICE.account(), 0)).isEqualTo(4);
  }

  @Test
  void freesTheNonceOfWhatLeaves() {
    SignedOperation first = transfer(ALICE, 1, 5);
    add(first, RICH);
    pool.removeAll(List.of(first.id()));

    assertThat(add(transfer(ALICE, 1, 6), RICH)).isEmpty();
  }

  @Test
  void givesOneAccountItsShareAndNoMore() {
    for (int i = 1; i <= ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX; i++) {
      assertThat(add(transfer(ALICE, i, 5), RICH)).isEmpty();
    }

    long next = ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX + 1;
    assertThat(add(transfer(ALICE, next, 5), RICH)).contains(Reason.POOL_FULL);
    assertThat(add(transfer(BOB, 1, 5), RICH)).isEmpty();
  }

  @Test
  void accountsThatCannotPayDoNotKeepOutThoseThatCan() {
    for (int i = 0; i < ReplicaLimits.POOL_UNFUNDED_MAX; i++) {
      assertThat(add(transfer(TestSigner.of(90_000 + i), 1, 5), FEE - 1)).isEmpty();
    }

    assertThat(add(transfer(TestSigner.of(80_000), 1, 5), FEE - 1)).contains(Reason.POOL_FULL);
    assertThat(add(transfer(ALICE, 1, 5), FEE)).isEmpty();
  }

  @Test
  void oneBalancePaysForAsManyOperationsAsItCovers() {
    assertThat(add(transfer(ALICE, 1, 5), FEE)).isEmpty();
    for (int i = 1; i <= ReplicaLimits.POOL_UNFUNDED_MAX; i++) {
      assertThat(add(transfer(ALICE, 1 + i, 5), FEE)).isEmpty();
    }

    assertThat(add(transfer(ALICE, 2 + ReplicaLimits.POOL_UNFUNDED_MAX, 5), FEE))
        .contains(Reason.POOL_FULL);
  }

  @Test
  void givesBackThePlaceOfAnUnfundedOperationThatLeaves() {
    for (int i = 0; i < ReplicaLimits.POOL_UNFUNDED_MAX; i++) {
      add(transfer(TestSigner.of(90_000 + i), 1, 5), 0);
    }
    pool.removeIf(operation -> operation.author().equals(TestSigner.of(90_000).account()));

    assertThat(add(transfer(TestSigner.of(80_000), 1, 5), 0)).isEmpty();
  }

  @Test
  void countsTheBytesThatItHolds() {
    SignedOperation first = transfer(ALICE, 1, 5);
    SignedOperation second = transfer(BOB, 1, 5);
    add(first, RICH);
    add(second, RICH);
    pool.removeAll(List.of(first.id()));

    assertThat(pool.bytes()).isEqualTo(second.envelope().size());
  }
}
