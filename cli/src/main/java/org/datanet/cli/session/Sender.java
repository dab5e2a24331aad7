package org.datanet.cli.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.AccountInfo;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.NetworkInfo;
import org.datanet.node.api.model.OperationInfo;
import org.datanet.node.api.model.OperationOutcome;
import org.datanet.node.client.ApiClient;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.OperationLimits;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.SignedOperation;

/** Signs for one account on one network, sends, and learns what became of it. */
public final class Sender {

  public static final String WRONG_NETWORK = "WRONG_NETWORK";

  /** Long enough for a person to mend a stopped node, half of what the protocol allows. */
  private static final long EXPIRY_EPOCHS = OperationLimits.EXPIRY_EPOCHS_MAX / 2;

  /** A call's body is bounded after base64, which takes a third more. */
  private static final long CALL_BYTES_MAX = ApiLimits.BODY_BYTES_MAX / 3 * 2;

  private final ApiClient client;
  private final Signer signer;
  private final NetworkInfo network;
  private final Bytes32 networkId;

  public Sender(ApiClient client, Signer signer, NetworkInfo network) {
    this.client = client;
    this.signer = signer;
    this.network = network;
    this.networkId = Bytes32.fromHexString(network.networkId());
  }

  /**
   * The node's network, if the home may sign for it.
   *
   * @throws RefusedException {@code WRONG_NETWORK} if the home is bound to another
   */
  public static NetworkInfo networkFor(Home home, ApiClient client) throws IOException {
    NetworkInfo network = client.parameters();
    Optional<String> bound = home.config().networkId();
    if (bound.isPresent() && !bound.get().equalsIgnoreCase(network.networkId())) {
      throw new RefusedException(
          WRONG_NETWORK,
          "%s belongs to network %s and the node at %s to %s (%s); nothing was signed"
              .formatted(
                  home.folder(),
                  bound.get(),
                  client.base(),
                  network.networkId(),
                  network.network()));
    }
    return network;
  }

  /**
   * What became of an operation that was sent.
   *
   * @param state {@code PENDING} or {@code APPLIED}
   * @param epoch that holds it, once applied
   */
  public record Sent(String id, String state, Optional<Long> epoch) {}

  public AccountId account() {
    return signer.account();
  }

  public NetworkInfo network() {
    return network;
  }

  public Bytes32 networkId() {
    return networkId;
  }

  public AccountInfo accountInfo() throws IOException {
    return client.account(signer.account());
  }

  /** What burns: docs/protocol.md §2. {@code contentBytes} only with an opening. */
  public long burnedMicros(SignedOperation operation, long contentBytes) {
    return network.opFeeMicros()
        + network.byteFeeMicros() * (operation.envelope().size() + contentBytes);
  }

  /** Expires halfway to the limit, counted from the last epoch decided. */
  public long expiryFrom(long epoch) {
    return epoch + EXPIRY_EPOCHS;
  }

  /** Signs with {@code nonce}, which openings and reveals do not carry. */
  public SignedOperation sign(Operation operation, long nonce, long expiresEpoch)
      throws RefusedException {
    long carried = operation.carriesNonce() ? nonce : 0;
    Optional<Refusal> refusal =
        OperationCodec.refusalOf(signer.account(), carried, expiresEpoch, operation);
    if (refusal.isPresent()) {
      throw RefusedException.of(refusal.get());
    }
    return OperationCodec.sign(signer, networkId, carried, expiresEpoch, operation);
  }

  /** One outcome each, in order, in as many calls as their number and size ask for. */
  public List<OperationOutcome> submit(List<SignedOperation> operations) throws IOException {
    List<OperationOutcome> outcomes = new ArrayList<>();
    List<byte[]> call = new ArrayList<>();
    long bytes = 0;
    for (SignedOperation operation : operations) {
      int size = operation.envelope().size();
      if (call.size() == ApiLimits.OPERATIONS_PER_CALL_MAX || bytes + size > CALL_BYTES_MAX) {
        outcomes.addAll(client.submit(call));
        call.clear();
        bytes = 0;
      }
      call.add(operation.envelope().toArray());
      bytes += size;
    }
    if (!call.isEmpty()) {
      outcomes.addAll(client.submit(call));
    }
    return outcomes;
  }

  /** Signs one operation with the account's next nonce, sends it and, if asked, waits for it. */
  public Sent send(Operation operation, boolean wait) throws IOException {
    long epoch = client.status().epoch();
    long nonce = operation.carriesNonce() ? accountInfo().nextNonce() : 0;
    SignedOperation signed = sign(operation, nonce, expiryFrom(epoch));
    Optional<RefusedException> refusal = refusalOf(signed);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return wait
        ? await(signed, epoch)
        : new Sent(signed.id().toString(), OperationInfo.State.PENDING.name(), Optional.empty());
  }

  /**
   * Until the operation is applied. One that left the pool is offered again, which either brings it
   * back or tells why it left. What a node takes from its pool it may show in no epoch for a
   * moment, so a refusal counts only if the next epoch does not hold the operation either.
   */
  public Sent await(SignedOperation operation, long fromEpoch) throws IOException {
    EpochClock clock = new EpochClock(client);
    long epoch = fromEpoch;
    Optional<RefusedException> refusal = Optional.empty();
    while (true) {
      epoch = clock.awaitAfter(epoch);
      OperationInfo info = client.operation(operation.id());
      switch (info.state()) {
        case APPLIED -> {
          return new Sent(info.id(), info.state().name(), info.epoch());
        }
        case PENDING -> {
          // The next epoch may hold it.
        }
        case UNKNOWN -> {
          if (refusal.isPresent()) {
            throw refusal.get();
          }
          refusal = refusalOf(operation);
        }
      }
    }
  }

  /** Offers the operation to the node; empty if it took it. */
  private Optional<RefusedException> refusalOf(SignedOperation operation) throws IOException {
    OperationOutcome outcome = submit(List.of(operation)).get(0);
    return isTaken(outcome)
        ? Optional.empty()
        : Optional.of(
            new RefusedException(
                outcome.reason().orElse("UNKNOWN"),
                outcome.message().orElse("refused without a word")));
  }

  /** Also true for one that the node had already. */
  public static boolean isTaken(OperationOutcome outcome) {
    return outcome.accepted()
        || outcome.reason().equals(Optional.of(Reason.DUPLICATE_OPERATION.name()));
  }
}
