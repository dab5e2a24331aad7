package org.datanet.protocol.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.datanet.protocol.admission.AdmissionRules;
import org.datanet.protocol.admission.OperationRules;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.FeeRule;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect.Admission;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.NetworkParameters;

/**
 * Who comes into the pool and who leaves it. An own user is told at once whatever the ledger would
 * say. A peer's operation may be ahead of this node's ledger, so only what time cannot heal keeps
 * it out.
 */
final class Admissions {

  private final NetworkParameters parameters;
  private final OperationRules rules;
  private final OperationPool pool;
  private final FullPool fullPool;

  Admissions(ReplicaConfig config, OperationPool pool) {
    this.parameters = config.parameters();
    this.rules = new OperationRules(config.networkId(), config.parameters());
    this.pool = pool;
    this.fullPool = new FullPool(pool);
  }

  /**
   * Takes the operation into the pool, or says why not.
   *
   * @param dropped told what gave way to it, with the refusal that it got
   */
  Admission admit(
      Chain chain,
      Input.Origin origin,
      SignedOperation operation,
      BiConsumer<Refusal, List<SignedOperation>> dropped) {
    Optional<Admission> refused = refuse(chain, origin, operation);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (!pool.hasRoomFor(operation) && appliesNow(chain, operation)) {
      fullPool.makeRoomFor(chain, operation, dropped);
    }
    return pool(chain, operation)
        .<Admission>map(Admission.Ignored::new)
        .orElseGet(Admission.Accepted::new);
  }

  /** As far as the ledger and its own account are concerned, the next batch may have it. */
  private boolean appliesNow(Chain chain, SignedOperation operation) {
    AccountId author = operation.author();
    boolean nonceIsNext =
        !operation.operation().carriesNonce() || operation.nonce() == nextNonce(chain, author);
    return nonceIsNext
        && pool.accountHasRoom(
            author, FeeRule.feeMicros(parameters, operation), balanceMicros(chain, author))
        && ledgerRefusal(chain, operation).isEmpty();
  }

  /** An operation that this node took before it was stopped. */
  void restore(Chain chain, SignedOperation operation) {
    pool(chain, operation);
  }

  private Optional<Refusal> pool(Chain chain, SignedOperation operation) {
    return pool.add(
        operation,
        chain.nextEpoch(),
        FeeRule.feeMicros(parameters, operation),
        balanceMicros(chain, operation.author()));
  }

  private Optional<Admission> refuse(Chain chain, Input.Origin origin, SignedOperation operation) {
    if (pool.contains(operation.id())) {
      return Optional.of(new Admission.Ignored(Refusal.of(Reason.DUPLICATE_OPERATION)));
    }
    Optional<Refusal> dead = dead(chain, operation);
    if (dead.isPresent()) {
      return dead.map(Admission.Ignored::new);
    }
    return switch (origin) {
      case OWN_USER -> ledgerRefusal(chain, operation).map(Admission.Rejected::new);
      case PEER -> Optional.empty();
    };
  }

  /** What no later epoch can mend: past its expiry, its nonce used. */
  private static Optional<Refusal> dead(Chain chain, SignedOperation operation) {
    return AdmissionRules.checkAge(chain.ledger(), chain.nextEpoch(), operation);
  }

  private Optional<Refusal> ledgerRefusal(Chain chain, SignedOperation operation) {
    return rules.check(chain.ledger(), chain.nextEpoch(), operation);
  }

  /**
   * Takes out of the pool what can no longer be applied, and what has not applied for some epochs:
   * the ledger refuses it, or a nonce before its own is missing.
   *
   * @return by the refusal they got
   */
  Map<Refusal, List<SignedOperation>> stale(Chain chain) {
    Map<Refusal, List<SignedOperation>> stale = new LinkedHashMap<>();
    take(pool.all(), operation -> dead(chain, operation), stale);
    long patienceFrom = chain.nextEpoch() - ReplicaLimits.POOL_PATIENCE_EPOCHS;
    take(pool.olderThan(patienceFrom), operation -> ledgerRefusal(chain, operation), stale);
    // Behind a gap nothing applies, so what came later could only wait longer.
    Map<AccountId, Long> gaps = gapsBefore(chain, pool.olderThan(patienceFrom));
    take(pool.all(), operation -> gapRefusal(gaps, operation), stale);
    return stale;
  }

  private void take(
      List<SignedOperation> from,
      Function<SignedOperation, Optional<Refusal>> why,
      Map<Refusal, List<SignedOperation>> stale) {
    for (SignedOperation operation : from) {
      why.apply(operation)
          .ifPresent(
              refusal -> {
                pool.removeAll(List.of(operation.id()));
                stale.computeIfAbsent(refusal, r -> new ArrayList<>()).add(operation);
              });
    }
  }

  /** The first missing nonce of each account that one of these operations waits behind. */
  private Map<AccountId, Long> gapsBefore(Chain chain, List<SignedOperation> waiting) {
    TreeMap<AccountId, Long> firstMissing = new TreeMap<>();
    TreeMap<AccountId, Long> gaps = new TreeMap<>();
    for (SignedOperation operation : waiting) {
      AccountId author = operation.author();
      long missing = firstMissing.computeIfAbsent(author, account -> nextNonce(chain, account));
      if (operation.operation().carriesNonce() && operation.nonce() > missing) {
        gaps.put(author, missing);
      }
    }
    return gaps;
  }

  private static Optional<Refusal> gapRefusal(
      Map<AccountId, Long> gaps, SignedOperation operation) {
    return Optional.ofNullable(gaps.get(operation.author()))
        .filter(missing -> operation.operation().carriesNonce() && operation.nonce() > missing)
        .map(missing -> new Refusal(Reason.NONCE_GAP, "nonce %d never came".formatted(missing)));
  }

  long nextNonce(Chain chain, AccountId account) {
    return nextNonce(pool, chain, account);
  }

  /** The first nonce that is missing, in the ledger and among those that wait. */
  static long nextNonce(OperationPool pool, Chain chain, AccountId account) {
    return pool.nextNonce(account, account(chain, account).map(AccountEntry::getNonce).orElse(0L));
  }

  private static long balanceMicros(Chain chain, AccountId account) {
    return account(chain, account).map(AccountEntry::getBalanceMicros).orElse(0L);
  }

  private static Optional<AccountEntry> account(Chain chain, AccountId account) {
    return chain.ledger().get(Keys.account(account));
  }
}
