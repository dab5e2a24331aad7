package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.OperationOutcome;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.ApiException;
import org.datanet.node.client.ApiRefusedException;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.SignedOperation;

/**
 * An account that acts: signs in the order of its nonces, sends in batches to its home node or
 * another, and sends again what no epoch holds yet, always the same bytes. For one thread at a
 * time.
 */
final class Member {

  /** Longer than any window of the protocol that an operation of a member has to meet. */
  private static final long EXPIRY_EPOCHS = 40;

  private static final long FILLER_MICROS = 1;

  private final String name;
  private final Signer signer;
  private final int home;
  private final NodePool pool;
  private final Bytes32 networkId;
  private final List<Ticket> outbox = new ArrayList<>();
  private OptionalLong nextNonce = OptionalLong.empty();
  private long epoch;

  /** {@code home} is the index of the node that it turns to first. */
  Member(String name, Signer signer, int home, NodePool pool, Bytes32 networkId) {
    this.name = name;
    this.signer = signer;
    this.home = home;
    this.pool = pool;
    this.networkId = networkId;
  }

  String name() {
    return name;
  }

  AccountId account() {
    return signer.account();
  }

  Bytes32 networkId() {
    return networkId;
  }

  /** A question to the home node or, while that cannot answer, to another. */
  <T> T ask(NodePool.Call<T> question) throws ApiException {
    return pool.call(home, question);
  }

  /** Learns which of its operations the epoch holds. */
  void learn(EpochView view) {
    epoch = view.epoch();
    for (Ticket ticket : outbox) {
      if (view.applied().contains(ticket.signed().id().toString())) {
        ticket.applied(view.epoch());
      }
    }
    outbox.removeIf(ticket -> !ticket.waits());
  }

  /** Signs; {@link #flush} sends. */
  Ticket enqueue(Operation operation) throws IOException {
    return enqueue(operation, Optional.empty());
  }

  /** An opening, whose content is brought to the node that takes it. */
  Ticket enqueue(Operation.Contribute operation, byte[] content) throws IOException {
    return enqueue(operation, Optional.of(content));
  }

  private Ticket enqueue(Operation operation, Optional<byte[]> content) throws IOException {
    long nonce = operation.carriesNonce() ? takeNonce() : 0;
    Ticket ticket = new Ticket(sign(nonce, operation), content);
    outbox.add(ticket);
    return ticket;
  }

  private SignedOperation sign(long nonce, Operation operation) {
    return OperationCodec.sign(signer, networkId, nonce, epoch + EXPIRY_EPOCHS, operation);
  }

  private long takeNonce() throws IOException {
    long nonce =
        nextNonce.isPresent()
            ? nextNonce.getAsLong()
            : ask(node -> node.account(account())).nextNonce();
    nextNonce = OptionalLong.of(nonce + 1);
    return nonce;
  }

  /** Offers everything that waits. What one node does not take now is offered again next epoch. */
  void flush() throws IOException {
    for (int from = 0; from < outbox.size(); from += ApiLimits.CONTENTS_PER_CALL_MAX) {
      List<Ticket> call =
          List.copyOf(
              outbox.subList(
                  from, Math.min(outbox.size(), from + ApiLimits.CONTENTS_PER_CALL_MAX)));
      try {
        List<OperationOutcome> outcomes = ask(node -> offer(node, call));
        for (int i = 0; i < call.size(); i++) {
          note(call.get(i), outcomes.get(i));
        }
      } catch (ApiRefusedException e) {
        // The call as a whole: nobody judged its operations.
        continue;
      }
    }
  }

  private static List<OperationOutcome> offer(ApiClient node, List<Ticket> call)
      throws ApiException {
    List<byte[]> contents = call.stream().flatMap(ticket -> ticket.content().stream()).toList();
    if (!contents.isEmpty()) {
      node.putContents(contents);
    }
    return node.submit(call.stream().map(ticket -> ticket.signed().envelope().toArray()).toList());
  }

  private void note(Ticket ticket, OperationOutcome outcome) throws IOException {
    String reason = outcome.reason().orElse("");
    boolean isThere =
        outcome.accepted()
            || reason.equals(Reason.DUPLICATE_OPERATION.name())
            // Applied in an epoch that was decided since the last view.
            || reason.equals(Reason.NONCE_USED.name());
    if (isThere) {
      return;
    }
    ticket.refused(reason);
    if (!ticket.waits() && ticket.signed().nonce() > 0) {
      fillGap(ticket.signed().nonce());
    }
  }

  /** Later operations wait for this nonce, so something must use it. */
  private void fillGap(long nonce) {
    outbox.add(
        new Ticket(
            sign(nonce, new Operation.Transfer(account(), FILLER_MICROS)), Optional.empty()));
  }
}
