package org.datanet.testnet.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.Signer;
import org.datanet.protocol.operation.DecodeResult;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.testnet.launcher.Role;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Transfers of a thousand accounts, as they come from a wire. */
@State(Scope.Benchmark)
public class SignedTransfers {

  static final int COUNT = 8_000;

  private static final long EXPIRY_EPOCH = 60;

  /** What a provider verifies. */
  record Signed(byte[] key, byte[] message, byte[] signature) {}

  final MemoryNetwork network = new MemoryNetwork();
  final SignatureVerifier verifier = Ed25519Providers.choose().verifier();
  final List<byte[]> envelopes = new ArrayList<>();
  private final List<Signed> signed = new ArrayList<>();
  private int next;

  public SignedTransfers() {
    AccountId to = network.keys.account(Role.YOU, 0);
    for (int account = 0; account < Community.CONTRIBUTORS; account++) {
      Signer signer = network.keys.signer(Role.CONTRIBUTOR, account);
      for (int nonce = 1; nonce <= COUNT / Community.CONTRIBUTORS; nonce++) {
        add(
            OperationCodec.sign(
                signer,
                network.networkId,
                nonce,
                EXPIRY_EPOCH,
                new Operation.Transfer(to, 1 + account)));
      }
    }
  }

  private void add(SignedOperation operation) {
    byte[] bytes = operation.envelope().toArray();
    envelopes.add(bytes);
    try {
      var envelope = org.datanet.protocol.wire.SignedOperation.parseFrom(bytes);
      signed.add(
          new Signed(
              operation.author().toBytes(),
              OperationCodec.signingBytes(
                  network.networkId, Bytes.wrap(envelope.getPayload().toByteArray())),
              envelope.getSignature().toByteArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an envelope of ours does not parse", e);
    }
  }

  /** The next in turn. */
  Signed nextSigned() {
    return signed.get(next++ % COUNT);
  }

  /** The next in turn. */
  byte[] nextEnvelope() {
    return envelopes.get(next++ % COUNT);
  }

  SignedOperation decode(byte[] envelope) {
    return switch (OperationCodec.decode(envelope, network.networkId, verifier)) {
      case DecodeResult.Decoded decoded -> decoded.operation();
      case DecodeResult.Rejected rejected ->
          throw new IllegalStateException(rejected.refusal().message());
    };
  }
}
