package org.datanet.protocol.identity;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.security.Security;
import java.util.stream.Stream;
import org.conscrypt.Conscrypt;

/** Every provider that a node may verify with on this platform. */
final class SignatureProviders {

  static {
    // Read once, when ACCP's class loads; without it ACCP cannot decode a raw key.
    System.setProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory", "true");
  }

  private SignatureProviders() {}

  static Provider jdk() {
    return Security.getProvider("SunEC");
  }

  static Provider conscrypt() {
    return Conscrypt.newProvider();
  }

  static Provider accp() {
    AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
    return AmazonCorrettoCryptoProvider.INSTANCE;
  }

  /** ACCP is resolved for linux-x86_64 only. */
  static Stream<Provider> all() {
    return isLinuxOnAmd64() ? Stream.of(jdk(), conscrypt(), accp()) : Stream.of(jdk(), conscrypt());
  }

  private static boolean isLinuxOnAmd64() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }
}
