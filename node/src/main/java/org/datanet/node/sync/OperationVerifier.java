package org.datanet.node.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.operation.DecodeResult;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.ParseResult;
import org.datanet.protocol.operation.SignedOperation;

/**
 * Decodes envelopes and verifies their signatures in a pool, each envelope once: the cache's key is
 * the id of the whole envelope, never of its payload. docs/protocol.md §2.
 */
public final class OperationVerifier {

  /** Three full batches: what is decided next, what waits, what was just decided. */
  private static final int VERIFIED_MAX = 60_000;

  private final Bytes32 networkId;
  private final SignatureVerifier verifier;
  private final ExecutorService pool;
  private final Map<OperationId, SignedOperation> verified =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<OperationId, SignedOperation> eldest) {
              return size() > VERIFIED_MAX;
            }
          });

  public OperationVerifier(Bytes32 networkId, SignatureVerifier verifier, ExecutorService pool) {
    this.networkId = networkId;
    this.verifier = verifier;
    this.pool = pool;
  }

  /** On the caller's thread. */
  public DecodeResult decode(byte[] envelope) {
    return switch (OperationCodec.parse(envelope)) {
      case ParseResult.Rejected rejected -> new DecodeResult.Rejected(rejected.refusal());
      case ParseResult.Parsed parsed -> {
        SignedOperation known = verified.get(parsed.operation().assumeVerified().id());
        if (known != null) {
          yield new DecodeResult.Decoded(known);
        }
        DecodeResult result =
            OperationCodec.verifySignature(parsed.operation(), networkId, verifier);
        if (result instanceof DecodeResult.Decoded decoded) {
          verified.put(decoded.operation().id(), decoded.operation());
        }
        yield result;
      }
    };
  }

  /**
   * All of them, in order, on the pool's threads.
   *
   * @return empty if one is refused: whoever sent the list made it up
   */
  public Optional<List<SignedOperation>> decodeAll(List<byte[]> envelopes)
      throws InterruptedException {
    List<Callable<DecodeResult>> tasks = new ArrayList<>();
    for (byte[] envelope : envelopes) {
      tasks.add(() -> decode(envelope));
    }
    List<SignedOperation> operations = new ArrayList<>();
    for (Future<DecodeResult> task : pool.invokeAll(tasks)) {
      try {
        switch (task.get()) {
          case DecodeResult.Decoded decoded -> operations.add(decoded.operation());
          case DecodeResult.Rejected rejected -> {
            return Optional.empty();
          }
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("verifying an operation failed", e.getCause());
      }
    }
    return Optional.of(operations);
  }
}
