package org.datanet.node.libp2p.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;

/** Amazon's provider, the fastest in Ed25519 where it has a build for the machine. */
public final class Corretto {

  private Corretto() {}

  /**
   * The provider, with its key factories: it takes the JDK's over only when told to, and Ed25519
   * keys need them.
   *
   * @throws RuntimeException or a {@link LinkageError} where it does not work on this machine
   */
  public static Provider provider() {
    System.setProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory", "true");
    AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
    provider.assertHealthy();
    return provider;
  }
}
