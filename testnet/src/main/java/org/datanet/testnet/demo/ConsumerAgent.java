package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.OperationLimits;

/** A consumer: pays in every epoch for some of the accepted records, popular ones more often. */
final class ConsumerAgent implements Agent {

  private static final int USES_PER_EPOCH = 2;
  private static final int WEIGHT_MAX = 100;
  private static final long FEE_MICROS_MIN = 1_000_000;
  private static final long FEE_MICROS_RANGE = 4_000_000;

  /** Draws before a use goes with the records that it has: popular ones come up again and again. */
  private static final int DRAWS_PER_RECORD = 2;

  private final Member member;
  private final Bytes32 datanet;
  private final Catalogue catalogue;
  private final Random random;
  private final long lastEpoch;
  private final List<Ticket> waiting = new ArrayList<>();
  private final List<OperationId> receipts = new ArrayList<>();
  private int refused;

  /**
   * @param seed of what it picks
   * @param lastEpoch in which it still pays
   */
  ConsumerAgent(Member member, Bytes32 datanet, Catalogue catalogue, long seed, long lastEpoch) {
    this.member = member;
    this.datanet = datanet;
    this.catalogue = catalogue;
    this.random = new Random(seed);
    this.lastEpoch = lastEpoch;
  }

  @Override
  public void onEpoch(EpochView view) throws IOException {
    member.learn(view);
    for (Ticket ticket : waiting) {
      if (ticket.appliedEpoch().isPresent()) {
        receipts.add(ticket.signed().id());
      } else if (ticket.refusal().isPresent()) {
        refused++;
      }
    }
    waiting.removeIf(ticket -> !ticket.waits());
    List<Bytes32> accepted = catalogue.accepted();
    if (!accepted.isEmpty() && view.nextEpoch() <= lastEpoch) {
      for (int i = 0; i < USES_PER_EPOCH; i++) {
        waiting.add(member.enqueue(use(accepted)));
      }
    }
    member.flush();
  }

  private Operation.Use use(List<Bytes32> accepted) {
    int wanted = 1 + random.nextInt(OperationLimits.USE_RECORDS_MAX);
    TreeMap<Bytes32, Long> weights = new TreeMap<>();
    for (int i = 0; i < wanted * DRAWS_PER_RECORD && weights.size() < wanted; i++) {
      double popularity = random.nextDouble();
      int at = (int) (accepted.size() * popularity * popularity);
      weights.put(accepted.get(at), 1L + random.nextInt(WEIGHT_MAX));
    }
    return new Operation.Use(
        datanet,
        FEE_MICROS_MIN + random.nextLong(FEE_MICROS_RANGE),
        weights.entrySet().stream()
            .map(entry -> new Operation.RecordWeight(entry.getKey(), entry.getValue()))
            .toList());
  }

  /** Uses that epochs hold, in order. */
  List<OperationId> receipts() {
    return List.copyOf(receipts);
  }

  int refused() {
    return refused;
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }
}
