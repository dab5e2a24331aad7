package org.datanet.testnet.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.conscrypt.Conscrypt;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.node.storage.OperationStore;
import org.datanet.node.storage.RocksStore;
import org.datanet.node.storage.StoreIdentity;
import org.datanet.node.storage.StoreLimits;
import org.datanet.node.storage.StoreMode;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.StrictEd25519;
import org.datanet.protocol.operation.DecodeResult;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.replica.Effect;
import org.datanet.protocol.replica.Input;
import org.datanet.protocol.replica.Replica;

/**
 * Operations verified, admitted and stored on one core, against what the same provider verifies
 * when it does nothing else. DESIGN §11, first row.
 */
public final class VerifyBench {

  private static final double GOAL = 0.7;
  private static final int OPERATIONS = 8_000;
  private static final int OPERATIONS_QUICK = 500;

  private record Signed(byte[] key, byte[] message, byte[] signature) {}

  private VerifyBench() {}

  public static List<BenchRow> run(boolean quick) throws Exception {
    Workload workload = new Workload();
    int count = quick ? OPERATIONS_QUICK : OPERATIONS;
    List<SignedOperation> operations = workload.transfers(count, 1);
    List<Signed> signed = new ArrayList<>();
    for (SignedOperation operation : operations) {
      var envelope =
          org.datanet.protocol.wire.SignedOperation.parseFrom(operation.envelope().toArray());
      signed.add(
          new Signed(
              operation.author().toBytes(),
              OperationCodec.signingBytes(
                  workload.networkId, Bytes.wrap(envelope.getPayload().toByteArray())),
              envelope.getSignature().toByteArray()));
    }
    Ed25519Providers.Chosen chosen = Ed25519Providers.choose();
    List<BenchRow> rows = new ArrayList<>();
    for (Map.Entry<String, Provider> provider : providers().entrySet()) {
      SignatureVerifier verifier = StrictEd25519.over(provider.getValue());
      rows.add(
          BenchRow.of(
              "strict Ed25519 by " + provider.getKey(),
              Rates.perSecond(count, () -> verifyAll(verifier, signed)),
              "verifications/s"));
    }
    double raw = Rates.perSecond(count, () -> verifyAll(chosen.verifier(), signed));
    double decoded =
        Rates.perSecond(count, () -> decodeAll(workload, chosen.verifier(), operations));
    double stored =
        Rates.perSecondOf(count, () -> admitAndStoreAll(workload, chosen.verifier(), operations));
    rows.add(BenchRow.of("raw, by " + chosen.name(), raw, "verifications/s"));
    rows.add(BenchRow.of("decoded and verified", decoded, "operations/s"));
    rows.add(BenchRow.of("and admitted and stored", stored, "operations/s"));
    rows.add(BenchRow.of("decoded and verified / raw", decoded / raw, "ratio"));
    rows.add(BenchRow.atLeast("verified, admitted, stored / raw", stored / raw, "ratio", GOAL));
    return rows;
  }

  /** {@link Ed25519Providers#choose} has registered ACCP's key factory by then. */
  private static Map<String, Provider> providers() {
    Map<String, Provider> providers = new LinkedHashMap<>();
    providers.put("JDK", Security.getProvider("SunEC"));
    if (Conscrypt.isAvailable()) {
      providers.put("Conscrypt", Conscrypt.newProvider());
    }
    if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null) {
      providers.put("ACCP", AmazonCorrettoCryptoProvider.INSTANCE);
    }
    return providers;
  }

  private static void verifyAll(SignatureVerifier verifier, List<Signed> all) {
    for (Signed one : all) {
      if (!verifier.verify(one.key, one.message, one.signature)) {
        throw new IllegalStateException("a good signature does not verify");
      }
    }
  }

  private static SignedOperation decode(
      Workload workload, SignatureVerifier verifier, SignedOperation operation) {
    return switch (OperationCodec.decode(
        operation.envelope().toArray(), workload.networkId, verifier)) {
      case DecodeResult.Decoded decoded -> decoded.operation();
      case DecodeResult.Rejected rejected ->
          throw new IllegalStateException(rejected.refusal().message());
    };
  }

  private static void decodeAll(
      Workload workload, SignatureVerifier verifier, List<SignedOperation> operations) {
    for (SignedOperation operation : operations) {
      decode(workload, verifier, operation);
    }
  }

  /** Nanoseconds, without opening and closing the store. */
  private static long admitAndStoreAll(
      Workload workload, SignatureVerifier verifier, List<SignedOperation> operations)
      throws Exception {
    Path folder = Files.createTempDirectory("datanet-bench-");
    try (RocksStore store =
        RocksStore.open(
            folder,
            StoreIdentity.of(workload.networkId),
            StoreMode.READ_WRITE,
            StoreLimits.defaults())) {
      Replica replica = workload.replica(verifier);
      long startedNanos = System.nanoTime();
      for (int i = 0; i < operations.size(); i++) {
        SignedOperation operation = decode(workload, verifier, operations.get(i));
        Input input = new Input.OperationArrived(i, Input.Origin.PEER, operation);
        for (Effect effect : replica.step(0, input)) {
          if (effect instanceof Effect.StoreOperation stored) {
            store
                .operations()
                .add(
                    List.of(
                        new OperationStore.Pending(
                            stored.operation().id(), stored.operation().envelope())));
          } else if (effect instanceof Effect.Answer answer
              && !(answer.admission() instanceof Effect.Admission.Accepted)) {
            throw new IllegalStateException("not admitted: " + answer.admission());
          }
        }
      }
      return System.nanoTime() - startedNanos;
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
