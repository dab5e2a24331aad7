package org.datanet.protocol.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.epoch.EpochInputs.Item;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.AccountEntry;

/**
 * Builds a proposer's batch: of the operations that wait, as many as apply together and fit. The
 * result depends on the set of candidates and not on their order. docs/protocol.md §5.
 */
public final class EpochAssembler {

  /**
   * Each round runs the survivors of the one before. Dropping an operation takes the later nonces
   * of its account along and nothing of other accounts depends on those, so two rounds are the
   * rule.
   */
  private static final int ROUNDS_MAX = 8;

  private EpochAssembler() {}

  /** What came of the candidates. */
  public sealed interface Assembly {

    /**
     * @param inputs with the batch's operations in canonical order; {@link EpochTransition#apply}
     *     gives the same outcome
     * @param dropped candidates that do not apply; those that only found no room are in neither
     *     list
     */
    record Assembled(EpochInputs inputs, EpochOutcome outcome, List<Dropped> dropped)
        implements Assembly {
      public Assembled {
        dropped = List.copyOf(dropped);
      }
    }

    /** No batch of this proposer can be valid in this epoch. */
    record Impossible(Refusal refusal) implements Assembly {}
  }

  /**
   * A candidate left out. {@code NONCE_GAP} says that it may apply once the missing one is there.
   */
  public record Dropped(SignedOperation operation, Refusal refusal) {}

  /**
   * @param offered the inputs of the epoch, its operations being the candidates in any order
   */
  public static Assembly assemble(Ledger ledger, EpochInputs offered) {
    EpochInputs empty = with(offered, List.of());
    Optional<Refusal> wrong = BatchRules.check(ledger, empty);
    if (wrong.isPresent()) {
      return new Assembly.Impossible(wrong.get());
    }
    Bytes32 beacon = EpochTransition.beacon(ledger, empty);
    List<Dropped> dropped = new ArrayList<>();
    List<Item> items = new CanonicalOrder(beacon).sort(distinct(offered.operations()));
    items = fitting(continuing(ledger, items, dropped));
    for (int round = 0; round < ROUNDS_MAX; round++) {
      // Room may have cut a nonce that others of its account build on.
      List<Item> tried = continuing(ledger, items, dropped);
      EpochContext context = EpochTransition.open(ledger, with(offered, tried), beacon);
      items = execute(context, tried, dropped);
      if (items.size() == tried.size()) {
        return new Assembly.Assembled(context.inputs(), EpochClose.run(context), dropped);
      }
    }
    EpochContext context = EpochTransition.open(ledger, empty, beacon);
    return new Assembly.Assembled(empty, EpochClose.run(context), dropped);
  }

  private static EpochInputs with(EpochInputs inputs, List<Item> operations) {
    return new EpochInputs(
        inputs.networkId(),
        inputs.parameters(),
        inputs.epoch(),
        inputs.proposer(),
        inputs.beaconLayer(),
        inputs.paidSigners(),
        operations);
  }

  private static List<Item> distinct(List<Item> candidates) {
    TreeMap<OperationId, Item> byId = new TreeMap<>();
    candidates.forEach(item -> byId.putIfAbsent(item.operation().id(), item));
    return List.copyOf(byId.values());
  }

  /** Runs what applies, skips the rest; operations that were skipped left no trace. */
  private static List<Item> execute(EpochContext context, List<Item> items, List<Dropped> dropped) {
    OperationExecution execution = new OperationExecution(context);
    List<Item> applied = new ArrayList<>(items.size());
    for (Item item : items) {
      Optional<Refusal> refusal = execution.execute(item);
      refusal.ifPresentOrElse(
          why -> dropped.add(new Dropped(item.operation(), why)), () -> applied.add(item));
    }
    return applied;
  }

  /**
   * Keeps of every account's nonces those that follow the ledger's without a gap; of two operations
   * with one nonce, that which comes first.
   */
  private static List<Item> continuing(Ledger ledger, List<Item> items, List<Dropped> dropped) {
    TreeMap<AccountId, TreeMap<Long, OperationId>> nonces = new TreeMap<>();
    for (Item item : items) {
      SignedOperation operation = item.operation();
      if (operation.operation().carriesNonce()) {
        nonces
            .computeIfAbsent(operation.author(), account -> new TreeMap<>())
            .putIfAbsent(operation.nonce(), operation.id());
      }
    }
    TreeSet<OperationId> kept = new TreeSet<>();
    TreeMap<AccountId, Long> reached = new TreeMap<>();
    nonces.forEach(
        (account, byNonce) -> {
          long next = 1 + ledger.get(Keys.account(account)).map(AccountEntry::getNonce).orElse(0L);
          for (Map.Entry<Long, OperationId> entry : byNonce.tailMap(next).entrySet()) {
            if (entry.getKey() == next) {
              kept.add(entry.getValue());
              next++;
            }
          }
          reached.put(account, next);
        });
    List<Item> continuing = new ArrayList<>(items.size());
    for (Item item : items) {
      SignedOperation operation = item.operation();
      if (!operation.operation().carriesNonce() || kept.contains(operation.id())) {
        continuing.add(item);
      } else {
        boolean used = operation.nonce() < reached.getOrDefault(operation.author(), 0L);
        Reason reason = used ? Reason.NONCE_USED : Reason.NONCE_GAP;
        dropped.add(new Dropped(operation, Refusal.of(reason)));
      }
    }
    return continuing;
  }

  /** In canonical order, so reveals and openings, which cannot wait, find room first. */
  private static List<Item> fitting(List<Item> items) {
    List<Item> fitting = new ArrayList<>();
    long envelopeBytes = 0;
    long contentBytes = 0;
    for (Item item : items) {
      long envelope = item.operation().envelope().size();
      long content = BatchRules.contentBytes(item);
      if (fitting.size() < EpochLimits.OPERATIONS_MAX
          && envelopeBytes + envelope <= EpochLimits.ENVELOPE_BYTES_MAX
          && contentBytes + content <= EpochLimits.CONTENT_BYTES_MAX) {
        fitting.add(item);
        envelopeBytes += envelope;
        contentBytes += content;
      }
    }
    return fitting;
  }
}
