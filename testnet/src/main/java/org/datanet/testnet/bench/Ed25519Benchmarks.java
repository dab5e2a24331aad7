package org.datanet.testnet.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conscrypt.Conscrypt;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.StrictEd25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Strict Ed25519 by every provider that this machine has, and nothing else. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 10, time = 1)
public class Ed25519Benchmarks {

  static final String JDK = "JDK";
  static final String CONSCRYPT = "Conscrypt";
  static final String ACCP = "ACCP";

  @Param({JDK, CONSCRYPT, ACCP})
  public String provider = JDK;

  private SignatureVerifier verifier = (key, message, signature) -> false;

  static List<String> available() {
    // What chooses a provider also lets ACCP take Ed25519 keys.
    Ed25519Providers.choose();
    List<String> names = new ArrayList<>(List.of(JDK));
    if (Conscrypt.isAvailable()) {
      names.add(CONSCRYPT);
    }
    if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null) {
      names.add(ACCP);
    }
    return names;
  }

  @Setup
  public void open() throws GeneralSecurityException {
    Ed25519Providers.choose();
    verifier = StrictEd25519.over(named(provider));
  }

  private static Provider named(String name) {
    return switch (name) {
      case JDK -> Security.getProvider("SunEC");
      case CONSCRYPT -> Conscrypt.newProvider();
      case ACCP -> AmazonCorrettoCryptoProvider.INSTANCE;
      default -> throw new IllegalArgumentException("there is no provider " + name);
    };
  }

  @Benchmark
  public boolean verify(SignedTransfers transfers) {
    SignedTransfers.Signed next = transfers.nextSigned();
    if (!verifier.verify(next.key(), next.message(), next.signature())) {
      throw new IllegalStateException("a good signature does not verify");
    }
    return true;
  }
}
