package org.datanet.protocol.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;

/**
 * Operations that wait for an epoch. Bounded by count, bytes and account, and by whether their
 * accounts can pay; the first to use a nonce keeps it. A gap before a nonce is no reason to refuse
 * it here: gossip keeps no order. Who gives way when it is full is for {@link Admissions} to say.
 */
final class OperationPool {

  private record Entry(
      SignedOperation operation, long sinceEpoch, long feeMicros, boolean funded) {}

  private record Waiting(int operations, long feesMicros) {
    static final Waiting NONE = new Waiting(0, 0);

    Waiting with(long feeMicros) {
      return new Waiting(operations + 1, Math.addExact(feesMicros, feeMicros));
    }

    Waiting without(long feeMicros) {
      return new Waiting(operations - 1, feesMicros - feeMicros);
    }
  }

  private final TreeMap<OperationId, Entry> byId = new TreeMap<>();
  private final TreeMap<AccountId, TreeMap<Long, OperationId>> byNonce = new TreeMap<>();
  private final TreeMap<AccountId, Waiting> perAccount = new TreeMap<>();
  private long bytes;
  private int unfunded;

  /**
   * Takes the operation, or says why not.
   *
   * @param feeMicros what the operation burns
   * @param balanceMicros what its author holds; where the fees of all its waiting operations pass
   *     it, this one counts among the {@linkplain ReplicaLimits#POOL_UNFUNDED_MAX few} that nobody
   *     may ever pay for
   */
  Optional<Refusal> add(SignedOperation operation, long epoch, long feeMicros, long balanceMicros) {
    if (byId.containsKey(operation.id())) {
      return Optional.of(Refusal.of(Reason.DUPLICATE_OPERATION));
    }
    if (!hasRoomFor(operation)) {
      return Optional.of(Refusal.of(Reason.POOL_FULL));
    }
    Waiting own = perAccount.getOrDefault(operation.author(), Waiting.NONE);
    if (own.operations() >= ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX) {
      return Optional.of(
          new Refusal(
              Reason.POOL_FULL, "%d operations of this account wait".formatted(own.operations())));
    }
    Waiting withThis = own.with(feeMicros);
    boolean funded = withThis.feesMicros() <= balanceMicros;
    if (!funded && unfunded >= ReplicaLimits.POOL_UNFUNDED_MAX) {
      return Optional.of(
          new Refusal(Reason.POOL_FULL, "of operations that their accounts cannot pay for yet"));
    }
    if (operation.operation().carriesNonce()) {
      TreeMap<Long, OperationId> nonces =
          byNonce.computeIfAbsent(operation.author(), a -> new TreeMap<>());
      if (nonces.putIfAbsent(operation.nonce(), operation.id()) != null) {
        return Optional.of(
            new Refusal(
                Reason.NONCE_USED,
                "another operation with nonce %d waits".formatted(operation.nonce())));
      }
    }
    byId.put(operation.id(), new Entry(operation, epoch, feeMicros, funded));
    perAccount.put(operation.author(), withThis);
    unfunded += funded ? 0 : 1;
    bytes += operation.envelope().size();
    return Optional.empty();
  }

  /** Whether there is a place for it as far as the pool as a whole is concerned. */
  boolean hasRoomFor(SignedOperation operation) {
    return hasRoomFor(operation, List.of());
  }

  /** Whether there would be one if these left. */
  boolean hasRoomFor(SignedOperation operation, List<SignedOperation> leaving) {
    long leavingBytes = leaving.stream().mapToLong(o -> o.envelope().size()).sum();
    return byId.size() - leaving.size() < ReplicaLimits.POOL_OPERATIONS_MAX
        && bytes - leavingBytes + operation.envelope().size() <= ReplicaLimits.POOL_BYTES_MAX;
  }

  /** Whether the account has a place for one more, and pays for it and all of its that wait. */
  boolean accountHasRoom(AccountId account, long feeMicros, long balanceMicros) {
    Waiting own = perAccount.getOrDefault(account, Waiting.NONE);
    return own.operations() < ReplicaLimits.POOL_OPERATIONS_PER_ACCOUNT_MAX
        && own.with(feeMicros).feesMicros() <= balanceMicros;
  }

  /** Of whom operations with nonces wait, in order. */
  List<AccountId> authors() {
    return List.copyOf(byNonce.keySet());
  }

  /** An account's operations with nonces after this one, in their order. */
  List<SignedOperation> after(AccountId account, long nonce) {
    return byNonce.getOrDefault(account, new TreeMap<>()).tailMap(nonce, false).values().stream()
        .flatMap(id -> get(id).stream())
        .toList();
  }

  Optional<SignedOperation> get(OperationId id) {
    return Optional.ofNullable(byId.get(id)).map(Entry::operation);
  }

  boolean contains(OperationId id) {
    return byId.containsKey(id);
  }

  /** In id order. */
  List<SignedOperation> all() {
    return byId.values().stream().map(Entry::operation).toList();
  }

  /** Those that have waited since before the epoch, in id order. */
  List<SignedOperation> olderThan(long epoch) {
    return byId.values().stream()
        .filter(entry -> entry.sinceEpoch < epoch)
        .map(Entry::operation)
        .toList();
  }

  void removeAll(Collection<OperationId> ids) {
    ids.forEach(this::remove);
  }

  /** Removes what matches and gives it back, in id order. */
  List<SignedOperation> removeIf(Predicate<SignedOperation> condition) {
    List<SignedOperation> removed = new ArrayList<>();
    for (SignedOperation operation : all()) {
      if (condition.test(operation)) {
        remove(operation.id());
        removed.add(operation);
      }
    }
    return removed;
  }

  private void remove(OperationId id) {
    Entry entry = byId.remove(id);
    if (entry == null) {
      return;
    }
    SignedOperation operation = entry.operation;
    bytes -= operation.envelope().size();
    unfunded -= entry.funded ? 0 : 1;
    perAccount.computeIfPresent(
        operation.author(), (a, own) -> own.operations() > 1 ? own.without(entry.feeMicros) : null);
    byNonce.computeIfPresent(
        operation.author(),
        (a, nonces) -> {
          nonces.remove(operation.nonce(), id);
          return nonces.isEmpty() ? null : nonces;
        });
  }

  /** The nonce that continues the ledger's and those that wait without a gap. */
  long nextNonce(AccountId account, long ledgerNonce) {
    long next = ledgerNonce + 1;
    Map<Long, OperationId> nonces = byNonce.getOrDefault(account, new TreeMap<>());
    while (nonces.containsKey(next)) {
      next++;
    }
    return next;
  }

  int size() {
    return byId.size();
  }

  long bytes() {
    return bytes;
  }
}
