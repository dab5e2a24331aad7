package org.datanet.protocol.curation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;

/**
 * The eligible curators of one stake snapshot, from which panels are drawn by stake and without
 * replacement. Immutable; a draw of k seats among n costs O(k² + k·log n). ECONOMICS §3,
 * "Sortition".
 */
public final class Electorate {

  /** The largest jury has 47; a draw's cost grows with the square. */
  public static final int SEATS_MAX = 64;

  private final List<AccountId> accounts;

  /** {@code ends[i]} is the sum of the stakes of accounts 0 to i. */
  private final long[] ends;

  private Electorate(List<AccountId> accounts, long[] ends) {
    this.accounts = accounts;
    this.ends = ends;
  }

  /**
   * An eligible curator.
   *
   * @param stakeMicros above 0
   */
  public record Member(AccountId account, long stakeMicros) {
    public Member {
      if (stakeMicros <= 0) {
        throw new IllegalArgumentException(account + " is eligible without stake");
      }
    }
  }

  /**
   * @param members in ascending account order, unique
   * @throws IllegalArgumentException for another order
   * @throws ArithmeticException when the stakes pass 2^63 − 1, more than all money that exists
   */
  public static Electorate of(List<Member> members) {
    List<AccountId> accounts = new ArrayList<>(members.size());
    long[] ends = new long[members.size()];
    long total = 0;
    for (Member member : members) {
      int index = accounts.size();
      if (index > 0 && accounts.get(index - 1).compareTo(member.account()) >= 0) {
        throw new IllegalArgumentException(member.account() + " is out of account order");
      }
      total = Math.addExact(total, member.stakeMicros());
      accounts.add(member.account());
      ends[index] = total;
    }
    return new Electorate(List.copyOf(accounts), ends);
  }

  public int size() {
    return accounts.size();
  }

  /** Members other than {@code owner}: what a panel can be drawn from. */
  public int sizeWithout(AccountId owner) {
    return indexOf(owner) >= 0 ? size() - 1 : size();
  }

  /**
   * The panel of one record in seat order: a function of the beacon and the record alone, so other
   * records, their number and their order change nothing.
   *
   * @param seats 0 to 64; all others are drawn when there are fewer
   */
  public List<AccountId> draw(Bytes32 beacon, Bytes32 recordId, AccountId owner, int seats) {
    if (seats < 0 || seats > SEATS_MAX) {
      throw new IllegalArgumentException("a draw fills 0 to 64 seats, not " + seats);
    }
    Removed removed = new Removed(Math.min(seats, size()) + 1);
    int ownerIndex = indexOf(owner);
    if (ownerIndex >= 0) {
      removed.add(ownerIndex);
    }
    int drawn = Math.min(seats, sizeWithout(owner));
    List<AccountId> panel = new ArrayList<>(drawn);
    for (int seat = 0; seat < drawn; seat++) {
      long u = Sortition.below(totalMicros() - removed.stakeMicros, beacon, recordId, seat);
      int index = memberAt(removed.skip(u));
      removed.add(index);
      panel.add(accounts.get(index));
    }
    return List.copyOf(panel);
  }

  private long totalMicros() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  private long start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** The member whose stretch of the cumulative stake holds {@code point}. */
  private int memberAt(long point) {
    int found = Arrays.binarySearch(ends, point);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private int indexOf(AccountId account) {
    return Collections.binarySearch(accounts, account);
  }

  /** Members that can no longer be drawn, ascending; their stretches are left out of the line. */
  private final class Removed {
    private final int[] indexes;
    private int count;
    private long stakeMicros;

    Removed(int capacity) {
      indexes = new int[capacity];
    }

    void add(int index) {
      int place = count++;
      while (place > 0 && indexes[place - 1] > index) {
        indexes[place] = indexes[place - 1];
        place--;
      }
      indexes[place] = index;
      stakeMicros += ends[index] - start(index);
    }

    /** From a point on the line of who is left to the same point on the line of all. */
    long skip(long point) {
      long skipped = point;
      for (int i = 0; i < count && start(indexes[i]) <= skipped; i++) {
        skipped += ends[indexes[i]] - start(indexes[i]);
      }
      return skipped;
    }
  }
}
