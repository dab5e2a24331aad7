package org.datanet.protocol.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Electorate.Member;
import org.datanet.protocol.identity.AccountId;
import org.junit.jupiter.api.Test;

class ElectorateTest {

  private static final Bytes32 BEACON = Bytes32.repeat((byte) 0xaa);
  private static final AccountId NOBODY = account(0);

  @Test
  void drawsThePanelOfAnIndependentScript() {
    Electorate electorate = electorate(30, i -> 1_000_000 + i * i * 70_000L);

    List<AccountId> panel = electorate.draw(BEACON, Bytes32.repeat((byte) 0xbb), account(30), 7);

    assertThat(numbers(panel)).containsExactly(26, 27, 29, 21, 23, 22, 12);
  }

  @Test
  void drawsEverybodyFromHugeStakesAsAnIndependentScriptDoes() {
    Electorate electorate = electorate(7, i -> (1L << 60) + i);

    assertThat(numbers(electorate.draw(BEACON, record(0), NOBODY, 7)))
        .containsExactly(4, 6, 7, 3, 5, 1, 2);
    assertThat(numbers(electorate.draw(BEACON, record(1), NOBODY, 7)))
        .containsExactly(1, 3, 6, 2, 7, 5, 4);
    assertThat(numbers(electorate.draw(BEACON, record(2), NOBODY, 7)))
        .containsExactly(2, 3, 1, 4, 6, 5, 7);
  }

  @Test
  void seatsNobodyTwiceAndNeverTheOwner() {
    Electorate electorate = electorate(9, i -> i * 1_000L);
    for (int r = 0; r < 200; r++) {
      AccountId owner = account(1 + r % 9);

      List<AccountId> panel = electorate.draw(BEACON, record(r), owner, 8);

      assertThat(panel).hasSize(8).doesNotHaveDuplicates().doesNotContain(owner);
    }
  }

  @Test
  void seatsFewerWhereFewerAreEligible() {
    Electorate electorate = electorate(3, i -> 1);

    assertThat(electorate.draw(BEACON, record(1), NOBODY, 7)).hasSize(3);
    assertThat(electorate.draw(BEACON, record(1), account(2), 7)).hasSize(2);
    assertThat(electorate.sizeWithout(account(2))).isEqualTo(2);
    assertThat(electorate.sizeWithout(NOBODY)).isEqualTo(3);
    assertThat(Electorate.of(List.of()).draw(BEACON, record(1), NOBODY, 7)).isEmpty();
  }

  /** Each first seat is a Bernoulli trial; bounds of five standard deviations. */
  @Test
  void firstSeatsGoByStake() {
    Electorate electorate = electorate(10, i -> i * 1_000_000L);
    int draws = 20_000;
    long[] seated = new long[11];
    for (int r = 0; r < draws; r++) {
      seated[number(electorate.draw(BEACON, record(r), NOBODY, 1).getFirst())]++;
    }

    for (int i = 1; i <= 10; i++) {
      long scaledDeviation = seated[i] * 55 - (long) draws * i;
      long scaledVariance = (long) draws * i * (55 - i);
      assertThat(scaledDeviation * scaledDeviation)
          .as("curator %d was seated %d times", i, seated[i])
          .isLessThan(25 * scaledVariance);
    }
  }

  /** With 1 : 1 : 2, P(heaviest is left out of two seats) = 2 · ¼ · ⅓ = 1/6. */
  @Test
  void drawnStakeLeavesTheLine() {
    Electorate electorate = electorate(3, i -> i == 2 ? 2_000 : 1_000);
    int draws = 12_000;
    long without = 0;
    for (int r = 0; r < draws; r++) {
      without += electorate.draw(BEACON, record(r), NOBODY, 2).contains(account(2)) ? 0 : 1;
    }

    long scaledDeviation = without * 6 - draws;
    assertThat(scaledDeviation * scaledDeviation).isLessThan(25L * draws * 5);
  }

  @Test
  void panelOfARecordDependsOnNoOtherRecord() {
    Electorate electorate = electorate(20, i -> 1_000L + i);
    List<List<AccountId>> forwards =
        IntStream.range(0, 50).mapToObj(r -> draw(electorate, r)).toList();
    List<List<AccountId>> backwards =
        IntStream.iterate(49, r -> r >= 0, r -> r - 1).mapToObj(r -> draw(electorate, r)).toList();

    assertThat(backwards.reversed()).isEqualTo(forwards);
    assertThat(forwards.stream().distinct().count()).isGreaterThan(45);
  }

  @Test
  void anotherBeaconDrawsAnotherPanel() {
    Electorate electorate = electorate(20, i -> 1_000L + i);

    assertThat(electorate.draw(Bytes32.repeat((byte) 0xab), record(1), NOBODY, 7))
        .isNotEqualTo(electorate.draw(BEACON, record(1), NOBODY, 7));
  }

  @Test
  void refusesMembersOutOfOrderOrWithoutStakeAndTooManySeats() {
    Member one = new Member(account(1), 5);
    Member two = new Member(account(2), 5);

    assertThatThrownBy(() -> Electorate.of(List.of(two, one)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Electorate.of(List.of(one, one)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Member(account(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> electorate(2, i -> Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Electorate.of(List.of(one)).draw(BEACON, record(1), NOBODY, 65))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<AccountId> draw(Electorate electorate, int record) {
    return electorate.draw(BEACON, record(record), NOBODY, 7);
  }

  private static Electorate electorate(int size, IntToLongFunction stakeMicros) {
    return Electorate.of(
        IntStream.rangeClosed(1, size)
            .mapToObj(i -> new Member(account(i), stakeMicros.applyAsLong(i)))
            .toList());
  }

  private static AccountId account(int number) {
    return AccountId.of(Bytes.repeat((byte) number, 32));
  }

  private static List<Integer> numbers(List<AccountId> accounts) {
    return accounts.stream().map(ElectorateTest::number).toList();
  }

  private static int number(AccountId account) {
    return account.toBytes()[0];
  }

  /** Below 256 as the script writes it, one byte repeated; above, any other 32 bytes. */
  private static Bytes32 record(int number) {
    return number < 256
        ? Bytes32.repeat((byte) number)
        : Bytes32.leftPad(Bytes.ofUnsignedInt(number));
  }
}
